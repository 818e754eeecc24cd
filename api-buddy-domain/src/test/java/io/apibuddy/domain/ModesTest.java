package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.contract.UpstreamAnswer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Modes {@code passthrough} and {@code refresh}, and changes of the mode. */
class ModesTest {
  private static final String REFRESHED =
      "api-buddy; fwd=request; fwd-status=200; stored; detail=refresh";

  private int answers;
  private final FakeUpstream upstream =
      new FakeUpstream(
          received -> UpstreamAnswer.of(200, CoreFixture.BODY + ++answers, "ETag", "\"1\""));

  private CoreFixture in(CacheMode mode) {
    return new CoreFixture(upstream, new CacheSettings().mode(mode));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no-cache", "no-store", "only-if-cached", "max-stale"})
  void passthroughNeitherReadsNorWritesTheStore(String cacheControl) throws Exception {
    try (CoreFixture proxy = in(CacheMode.CACHE)) {
      proxy.get("/api/x");
      proxy.mode(CacheMode.PASSTHROUGH);
      for (String target : new String[] {"/api/x", "/api/y"}) {
        CoreFixture.Answer answer = proxy.get(target, "Cache-Control", cacheControl);
        assertThat(answer.field("X-Cache")).isEqualTo("BYPASS");
        assertThat(answer.field("Cache-Status"))
            .isEqualTo("api-buddy; fwd=bypass; fwd-status=200; detail=passthrough");
      }
      proxy.mode(CacheMode.CACHE);

      assertThat(proxy.get("/api/x").body()).endsWith("1");
      assertThat(proxy.get("/api/y").field("X-Cache")).isEqualTo("MISS");
    }
  }

  @Test
  void passthroughStillInvalidatesAfterAChange() throws Exception {
    try (CoreFixture proxy = in(CacheMode.CACHE)) {
      proxy.get("/api/x");
      proxy.mode(CacheMode.PASSTHROUGH);
      proxy.ask(FakeRequest.of("PUT", "/api/x"));
      proxy.mode(CacheMode.CACHE);

      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("MISS");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "X-Other, 1",
    "Cache-Control, no-store",
    "Cache-Control, only-if-cached",
    "Cache-Control, max-stale",
    "X-API-Buddy-Cache, bypass",
    "X-API-Buddy-Cache, only",
  })
  void refreshAlwaysFetchesAndStores(String field, String value) throws Exception {
    try (CoreFixture proxy = in(CacheMode.CACHE)) {
      proxy.get("/api/x");
      proxy.mode(CacheMode.REFRESH);
      for (int i = 0; i < 2; i++) {
        CoreFixture.Answer answer = proxy.get("/api/x", field, value);
        assertThat(answer.field("X-Cache")).isEqualTo("MISS");
        assertThat(answer.field("Cache-Status")).isEqualTo(REFRESHED);
      }
      assertThat(upstream.calls()).isEqualTo(3);
      assertThat(upstream.received().get(2).request().headers().contains("If-None-Match"))
          .isFalse();
      proxy.mode(CacheMode.CACHE);

      CoreFixture.Answer hit = proxy.get("/api/x");
      assertThat(hit.field("X-Cache")).isEqualTo("HIT");
      assertThat(hit.body()).endsWith("3");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refreshFetchesWithoutTheConditionsOfTheClientAndEvaluatesThem(boolean http)
      throws Exception {
    CacheSettings settings = new CacheSettings().mode(CacheMode.REFRESH);
    String lifetime = "max-age=600";
    FakeUpstream tagged =
        new FakeUpstream(
            UpstreamAnswer.of(200, CoreFixture.BODY, "ETag", "\"1\"", "Cache-Control", lifetime));
    try (CoreFixture proxy = new CoreFixture(tagged, http ? settings.http() : settings)) {
      CoreFixture.Answer answer = proxy.get("/api/x", "If-None-Match", "\"1\"");

      assertThat(answer.status()).isEqualTo(304);
      assertThat(answer.field("Cache-Status")).isEqualTo(REFRESHED);
      assertThat(tagged.received().get(0).request().headers().contains("If-None-Match")).isFalse();
    }
  }

  @Test
  void refreshStoresByTheRulesOfThePolicy() throws Exception {
    FakeUpstream uncacheable =
        new FakeUpstream(UpstreamAnswer.of(200, CoreFixture.BODY, "Cache-Control", "no-store"));
    try (CoreFixture proxy =
        new CoreFixture(uncacheable, new CacheSettings().mode(CacheMode.REFRESH))) {
      assertThat(proxy.get("/api/x").field("Cache-Status"))
          .isEqualTo("api-buddy; fwd=request; fwd-status=200; detail=no-store");
    }
  }

  @Test
  void refreshRelaysAServerErrorInsteadOfServingStale() throws Exception {
    boolean[] failing = new boolean[1];
    FakeUpstream unreliable =
        new FakeUpstream(received -> UpstreamAnswer.of(failing[0] ? 503 : 200, CoreFixture.BODY));
    CacheSettings settings = new CacheSettings().staleIfError(Duration.ofDays(1));
    try (CoreFixture proxy = new CoreFixture(unreliable, settings)) {
      proxy.get("/api/x");
      failing[0] = true;
      proxy.clock.advance(Duration.ofDays(7));
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("STALE");
      proxy.mode(CacheMode.REFRESH);

      assertThat(proxy.get("/api/x").status()).isEqualTo(503);
    }
  }

  @Test
  void anExchangeKeepsTheModeThatItBeganIn() throws Exception {
    Gate gate = new Gate();
    FakeUpstream waiting = FakeUpstream.behind(gate, UpstreamAnswer.of(200, "tiny"));
    try (CoreFixture proxy = new CoreFixture(waiting, new CacheSettings().mode(CacheMode.RECORD))) {
      var first = proxy.asking(FakeRequest.get("/api/x"));
      gate.awaitArrival();
      proxy.mode(CacheMode.REPLAY);
      assertThat(proxy.get("/api/x").status()).isEqualTo(504);
      gate.open();

      assertThat(first.get().field("Cache-Status")).endsWith("; stored");
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("HIT");
    }
  }

  @Test
  void modeAppliesToItsAliasOnly() throws Exception {
    try (CoreFixture proxy = in(CacheMode.REPLAY)) {
      assertThat(proxy.get("/api/x").status()).isEqualTo(504);
      assertThat(proxy.get("/other/x").field("X-Cache")).isEqualTo("MISS");
      assertThat(proxy.get("/other/x").field("X-Cache")).isEqualTo("HIT");
    }
  }

  @Test
  void entryInMemoryIsAnsweredAtOnceInRecordAndReplayMode() throws Exception {
    try (CoreFixture proxy = in(CacheMode.RECORD)) {
      proxy.get("/api/x");
      for (CacheMode mode : new CacheMode[] {CacheMode.RECORD, CacheMode.REPLAY}) {
        proxy.mode(mode);
        try (var answer = proxy.core.handleImmediately(FakeRequest.get("/api/x")).orElseThrow()) {
          assertThat(answer.head().headers().first("X-Cache")).isEqualTo("HIT");
        }
      }
      for (CacheMode mode : new CacheMode[] {CacheMode.REFRESH, CacheMode.PASSTHROUGH}) {
        proxy.mode(mode);
        assertThat(proxy.core.handleImmediately(FakeRequest.get("/api/x"))).isEmpty();
      }
    }
  }
}
