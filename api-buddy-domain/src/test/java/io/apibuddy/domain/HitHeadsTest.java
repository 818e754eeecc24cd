package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.CoreFixture.Answer;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.UpstreamAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Hits on a stored response within one second share a response head. */
class HitHeadsTest {
  private static final Duration LITTLE = Duration.ofMillis(400);

  private static FakeUpstream upstream(String... fields) {
    return new FakeUpstream(
        request -> {
          List<String> all = new ArrayList<>(List.of("X-For", request.request().target()));
          all.addAll(List.of(fields));
          return UpstreamAnswer.of(200, CoreFixture.BODY, all.toArray(String[]::new));
        });
  }

  @Test
  void hitsWithinOneSecondShareAHead() throws Exception {
    try (CoreFixture proxy = new CoreFixture(upstream())) {
      proxy.get("/api/x");
      proxy.clock.advance(LITTLE);
      Answer first = proxy.get("/api/x");
      proxy.clock.advance(LITTLE);

      assertThat(proxy.get("/api/x").head()).isSameAs(first.head());
    }
  }

  @Test
  void largeHeadIsNotSharedAndOthersOnlyUntilMaintenance() throws Exception {
    try (CoreFixture proxy = new CoreFixture(upstream("X-Large", "x".repeat(2000)))) {
      proxy.get("/api/x");
      assertThat(proxy.get("/api/x").head()).isNotSameAs(proxy.get("/api/x").head());
    }
    try (CoreFixture proxy = new CoreFixture(upstream())) {
      proxy.get("/api/x");
      Answer before = proxy.get("/api/x");
      proxy.core.maintain();

      assertThat(proxy.get("/api/x").head()).isNotSameAs(before.head()).isEqualTo(before.head());
    }
  }

  @Test
  void sharedHeadHasTheAgeAndRemainingLifetimeOfItsSecond() throws Exception {
    try (CoreFixture proxy =
        new CoreFixture(upstream(), cache -> cache.withTtl(Duration.ofSeconds(10)))) {
      proxy.get("/api/x");
      for (int tick = 0; tick < 24; tick++) {
        Answer hit = proxy.get("/api/x");
        long millis = tick * LITTLE.toMillis();

        assertThat(hit.field("Age")).isEqualTo(Long.toString(millis / 1000));
        assertThat(hit.field("Cache-Status"))
            .isEqualTo("api-buddy; hit; ttl=" + (10_000 - millis) / 1000);
        proxy.clock.advance(LITTLE);
      }
    }
  }

  @Test
  void hitsOfDifferentStoredResponsesShareNoHead() throws Exception {
    try (CoreFixture proxy = new CoreFixture(upstream())) {
      Map<String, Answer> known = new HashMap<>();
      for (int i = 0; i < 700; i++) { // more than there are places
        String target = "/" + i;
        proxy.get("/api" + target);
        known.put(target, proxy.get("/api" + target));
      }
      known.forEach(
          (target, before) -> {
            assertThat(before.field("X-For")).isEqualTo("/v1" + target);
            assertThat(answer(proxy, "/api" + target).head()).isEqualTo(before.head());
          });
    }
  }

  @Test
  void conditionOrRangeGetsAHeadOfItsOwn() throws Exception {
    try (CoreFixture proxy = new CoreFixture(upstream("ETag", "\"1\""))) {
      proxy.get("/api/x");
      Answer whole = proxy.get("/api/x");

      assertThat(proxy.get("/api/x", "If-None-Match", "\"1\"").status()).isEqualTo(304);
      assertThat(proxy.get("/api/x", "Range", "bytes=0-1").field("Content-Range"))
          .isEqualTo("bytes 0-1/200");
      assertThat(proxy.get("/api/x").head()).isSameAs(whole.head());
    }
  }

  @Test
  void referencesOfAHitNameTheHostThatTheClientUses() throws Exception {
    try (CoreFixture proxy = new CoreFixture(upstream("Location", "http://up.test/v1/next"))) {
      FakeRequest request = FakeRequest.get("/api/x");
      proxy.ask(request);

      for (String host : new String[] {"localhost:8080", "127.0.0.1:1", "localhost:8080"}) {
        assertThat(proxy.ask(request.withAuthority(host)).field("Location"))
            .isEqualTo("http://" + host + "/api/next");
      }
    }
  }

  @Test
  void refreshedResponseGetsANewHead() throws Exception {
    try (CoreFixture proxy = new CoreFixture(upstream())) {
      proxy.get("/api/x");
      Answer before = proxy.get("/api/x");
      proxy.get("/api/x", "Cache-Control", "no-cache");

      Answer after = proxy.get("/api/x");
      assertThat(after.field("X-Cache")).isEqualTo("HIT");
      assertThat(after.head()).isNotSameAs(before.head()).isEqualTo(before.head());
    }
  }

  @Test
  void expiredAnswerIsAHitInReplayModeAndStaleInCacheMode() throws Exception {
    try (CoreFixture proxy =
        new CoreFixture(
            upstream(),
            cache ->
                new CacheSettings()
                    .staleWhileRevalidate(Duration.ofDays(1))
                    .apply(cache)
                    .withTtl(Duration.ofSeconds(1)))) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofSeconds(3));
      proxy.mode(CacheMode.REPLAY);
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("HIT");
      proxy.mode(CacheMode.CACHE);

      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("STALE");
    }
  }

  @Test
  void staleResponseServedForAnErrorIsNotReportedAsHit() throws Exception {
    FakeUpstream once =
        CoreFixture.reachableOnce(
            UpstreamAnswer.of(200, CoreFixture.BODY, "Cache-Control", "max-age=60"));
    CacheSettings settings = new CacheSettings().http().staleIfError(Duration.ofDays(1));
    try (CoreFixture proxy = new CoreFixture(once, settings)) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofSeconds(60));
      for (int i = 0; i < 2; i++) {
        assertThat(proxy.get("/api/x", "Cache-Control", "max-stale").field("Cache-Status"))
            .isEqualTo("api-buddy; hit; ttl=0");
        assertThat(proxy.get("/api/x").field("Cache-Status"))
            .isEqualTo("api-buddy; fwd=stale; detail=stale-if-error");
      }
    }
  }

  @Test
  void staleResponseServedForARefusedRequestIsReportedAsStaleIfError() throws Exception {
    FakeUpstream busy =
        FakeUpstream.once(
            UpstreamAnswer.of(200, CoreFixture.BODY),
            UpstreamAnswer.of(429, "", "Retry-After", "9"));
    CacheSettings settings = new CacheSettings().staleIfError(Duration.ofDays(1));
    try (CoreFixture proxy = new CoreFixture(busy, settings)) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofDays(7).plusHours(1));
      proxy.get("/api/x");
      for (int i = 0; i < 2; i++) {
        assertThat(proxy.get("/api/x", "Cache-Control", "max-stale").field("Cache-Status"))
            .isEqualTo("api-buddy; hit; ttl=-3600");
        assertThat(proxy.get("/api/x").field("Cache-Status"))
            .isEqualTo("api-buddy; hit; ttl=-3600; detail=stale-if-error");
      }
    }
  }

  private static Answer answer(CoreFixture proxy, String target) {
    try {
      return proxy.ask(FakeRequest.get(target));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
