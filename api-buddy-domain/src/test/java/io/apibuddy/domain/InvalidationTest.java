package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.ProxyConfiguration;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.contract.UpstreamAnswer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole exchanges: invalidation (RFC 9111 section 4.4) and the bound on variants of one URL. */
class InvalidationTest {

  private static CoreFixture proxy(int status, String... fields) {
    return new CoreFixture(
        new FakeUpstream(
            received ->
                received.request().method().equals("GET")
                    ? UpstreamAnswer.of(200, CoreFixture.BODY, "Cache-Control", "max-age=60")
                    : UpstreamAnswer.of(status, "", fields)),
        new CacheSettings().http());
  }

  @ParameterizedTest
  @CsvSource({
    "POST, 200, MISS",
    "PUT, 204, MISS",
    "DELETE, 303, MISS",
    "PATCH, 201, MISS",
    "NEWMETHOD, 299, MISS",
    "POST, 404, HIT",
    "PUT, 500, HIT",
    "OPTIONS, 200, HIT",
    "PROPFIND, 207, HIT",
    "REPORT, 207, HIT",
    "SEARCH, 207, HIT",
    "QUERY, 200, HIT"
  })
  void successfulUnsafeRequestInvalidatesItsUrl(String method, int status, String expected)
      throws Exception {
    try (CoreFixture proxy = proxy(status)) {
      proxy.get("/api/x");
      proxy.ask(FakeRequest.of(method, "/api/x"));

      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Location, http://up.test/v1/a/b?c, MISS",
    "Location, /v1/a/b?c, MISS",
    "Location, b?c, MISS",
    "Content-Location, ./b?c#d, MISS",
    "Content-Location, //up.test:80/v1/a/b?c, MISS",
    "Location, //up.test:81/v1/a/b?c, HIT",
    "Location, https://up.test/v1/a/b?c, HIT",
    "Content-Location, http://else.test/v1/a/b?c, HIT",
    "Content-Location, http://[, HIT"
  })
  void urlsOfTheSameOriginThatItsAnswerNamesAreInvalidatedToo(
      String field, String value, String expected) throws Exception {
    try (CoreFixture proxy = proxy(201, field, value)) {
      proxy.get("/api/a/b?c");
      proxy.ask(FakeRequest.of("POST", "/api/a/x"));

      assertThat(proxy.get("/api/a/b?c").field("X-Cache")).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/api/x, /v1/a|b?{c}, /api/a|b?{c}",
    "/api/x?f=\"a^b\", /v1/y, /api/y",
    "/api/p/x?f=a|b, ../y?`, /api/y?`",
    "/api/x, #there, /api/x"
  })
  void unusualCharactersInTargetsOrReferencesDoNotPreventInvalidation(
      String asked, String reference, String named) throws Exception {
    try (CoreFixture proxy = proxy(201, "Location", reference)) {
      proxy.get(named);
      assertThat(proxy.get(named).field("X-Cache")).isEqualTo("HIT");
      proxy.ask(FakeRequest.of("POST", asked));

      assertThat(proxy.get(named).field("X-Cache")).isEqualTo("MISS");
    }
  }

  @ParameterizedTest
  @CsvSource({"/api/x, /whole/v1/x", "/whole/v1/x, /api/x", "/api/other, /whole/x"})
  void entriesOfOtherMappingsToTheSameOriginAreInvalidatedToo(String asked, String stored)
      throws Exception {
    try (CoreFixture proxy = proxy(303, "Location", "/x")) {
      CacheConfiguration http = new CacheSettings().http().apply(CacheConfiguration.DEFAULT);
      proxy.core.reconfigure(
          ProxyConfiguration.of(
              AliasConfiguration.of("api", "http://up.test/v1").withCache(http),
              AliasConfiguration.of("whole", "http://up.test").withCache(http)));
      proxy.get(stored);
      assertThat(proxy.get(stored).field("X-Cache")).isEqualTo("HIT");
      proxy.ask(FakeRequest.of("PUT", asked));

      assertThat(proxy.get(stored).field("X-Cache")).isEqualTo("MISS");
    }
  }

  @Test
  void entriesOfAnotherOriginStayThoughThePathIsTheSame() throws Exception {
    try (CoreFixture proxy = proxy(204)) {
      CacheConfiguration http = new CacheSettings().http().apply(CacheConfiguration.DEFAULT);
      proxy.core.reconfigure(
          ProxyConfiguration.of(
              AliasConfiguration.of("api", "http://up.test/v1").withCache(http),
              AliasConfiguration.of("far", "http://far.test/v1").withCache(http)));
      proxy.get("/far/x");
      proxy.ask(FakeRequest.of("PUT", "/api/x"));

      assertThat(proxy.get("/far/x").field("X-Cache")).isEqualTo("HIT");
    }
  }

  @Test
  void referenceThatIsOnlyAQueryKeepsThePath() throws Exception {
    try (CoreFixture proxy = proxy(201, "Location", "?page=2")) {
      proxy.get("/api/a/b?page=2");
      proxy.ask(FakeRequest.of("POST", "/api/a/b"));

      assertThat(proxy.get("/api/a/b?page=2").field("X-Cache")).isEqualTo("MISS");
    }
  }

  @Test
  void getSentBeforeAChangeAndAnsweredAfterItIsNotStored() throws Exception {
    Gate gate = new Gate();
    AtomicBoolean changed = new AtomicBoolean();
    FakeUpstream upstream =
        new FakeUpstream(
            received -> {
              if (received.request().method().equals("PUT")) {
                changed.set(true);
                return UpstreamAnswer.of(204, "");
              }
              String content = changed.get() ? "new" : "old";
              if (content.equals("old")) {
                gate.pass();
              }
              return UpstreamAnswer.of(200, content, "Cache-Control", "max-age=60");
            });
    try (CoreFixture proxy = new CoreFixture(upstream, new CacheSettings().http())) {
      Background<CoreFixture.Answer> before = proxy.asking(FakeRequest.get("/api/x"));
      gate.awaitArrival();
      proxy.ask(FakeRequest.of("PUT", "/api/x"));
      assertThat(proxy.get("/api/x").body()).isEqualTo("new");
      gate.open();

      assertThat(before.get().body()).isEqualTo("old");
      CoreFixture.Answer after = proxy.get("/api/x");
      assertThat(after.body()).isEqualTo("new");
      assertThat(after.field("X-Cache")).isEqualTo("HIT");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void answerInFlightIsNotStoredAfterTheCacheIsCleared(boolean all) throws Exception {
    Gate gate = new Gate();
    FakeUpstream upstream =
        FakeUpstream.behind(
            gate, UpstreamAnswer.of(200, CoreFixture.BODY, "Cache-Control", "max-age=60"));
    try (CoreFixture proxy = new CoreFixture(upstream, new CacheSettings().http())) {
      Background<CoreFixture.Answer> before = proxy.asking(FakeRequest.get("/api/x"));
      gate.awaitArrival();
      proxy.core.clear(all ? null : "api");
      gate.open();

      assertThat(before.get().field("Cache-Status")).endsWith("; detail=invalidated");
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("MISS");
    }
  }

  @Test
  void variantsOfOneUrlAreBounded() throws Exception {
    FakeUpstream upstream =
        new FakeUpstream(
            UpstreamAnswer.of(200, CoreFixture.BODY, "Cache-Control", "max-age=60", "Vary", "X-A"));
    try (CoreFixture proxy = new CoreFixture(upstream, new CacheSettings().http())) {
      for (int i = 0; i < 70; i++) {
        proxy.get("/api/x", "X-A", Integer.toString(i));
      }
      assertThat(proxy.get("/api/x", "X-A", "69").field("X-Cache")).isEqualTo("HIT");
      assertThat(proxy.get("/api/x", "X-A", "5").field("X-Cache")).isEqualTo("HIT");
      assertThat(proxy.get("/api/x", "X-A", "4").field("X-Cache")).isEqualTo("MISS");
    }
  }
}
