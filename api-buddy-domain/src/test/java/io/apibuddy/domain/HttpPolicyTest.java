package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.http.Headers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole exchanges in {@code http} policy (RFC 9111). */
class HttpPolicyTest {
  private static final String BODY = "0123456789";

  private final Queue<UpstreamAnswer> answers = new ArrayDeque<>();

  private CoreFixture proxy(CacheSettings settings, UpstreamAnswer... scripted) {
    answers.addAll(List.of(scripted));
    return new CoreFixture(new FakeUpstream(request -> answers.remove()), settings.http());
  }

  private CoreFixture proxy(UpstreamAnswer... scripted) {
    return proxy(new CacheSettings(), scripted);
  }

  private static UpstreamAnswer ok(String... fields) {
    return UpstreamAnswer.of(200, BODY, fields);
  }

  private static UpstreamAnswer notModified(String... fields) {
    return UpstreamAnswer.of(304, "", fields);
  }

  private static Headers sent(CoreFixture proxy, int call) {
    return proxy.upstream.received().get(call).request().headers();
  }

  private static String status(CoreFixture.Answer answer) {
    return answer.field("Cache-Status");
  }

  @Test
  void section7_3CookiesAreStoredWithAnAnswerThatMayBeStored() throws Exception {
    try (CoreFixture proxy = proxy(ok("Cache-Control", "max-age=60", "Set-Cookie", "a=1"))) {
      proxy.get("/api/x");

      assertThat(proxy.get("/api/x").field("Set-Cookie")).isEqualTo("a=1");
    }
  }

  @Test
  void section4_2AFreshResponseIsReusedWithItsAge() throws Exception {
    try (CoreFixture proxy = proxy(ok("Cache-Control", "max-age=60", "Age", "10"))) {
      assertThat(status(proxy.get("/api/x")))
          .isEqualTo("api-buddy; fwd=uri-miss; fwd-status=200; stored");
      proxy.clock.advance(Duration.ofSeconds(49));
      CoreFixture.Answer hit = proxy.get("/api/x");

      assertThat(hit.body()).isEqualTo(BODY);
      assertThat(hit.field("Age")).isEqualTo("59");
      assertThat(status(hit)).isEqualTo("api-buddy; hit; ttl=1");
    }
  }

  @Test
  void section4_3A304FreshensTheStoredResponse() throws Exception {
    try (CoreFixture proxy =
        proxy(
            ok("Cache-Control", "max-age=60", "ETag", "\"1\"", "X-A", "old"),
            notModified("Cache-Control", "max-age=30", "ETag", "\"1\"", "X-A", "new"))) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofSeconds(60));
      CoreFixture.Answer validated = proxy.get("/api/x");
      proxy.clock.advance(Duration.ofSeconds(29));
      CoreFixture.Answer hit = proxy.get("/api/x");

      assertThat(sent(proxy, 1).first("If-None-Match")).isEqualTo("\"1\"");
      assertThat(validated.status()).isEqualTo(200);
      assertThat(validated.body()).isEqualTo(BODY);
      assertThat(validated.field("X-A")).isEqualTo("new");
      assertThat(validated.field("X-Cache")).isEqualTo("REVALIDATED");
      assertThat(status(validated)).isEqualTo("api-buddy; fwd=stale; fwd-status=304");
      assertThat(status(hit)).isEqualTo("api-buddy; hit; ttl=1");
      assertThat(hit.body()).isEqualTo(BODY);
    }
  }

  @Test
  void section4_3_3A200ReplacesTheStoredResponse() throws Exception {
    try (CoreFixture proxy =
        proxy(
            ok("Cache-Control", "max-age=60", "ETag", "\"1\""),
            UpstreamAnswer.of(200, "new", "Cache-Control", "max-age=60", "ETag", "\"2\""))) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofSeconds(60));

      assertThat(proxy.get("/api/x").body()).isEqualTo("new");
      assertThat(proxy.get("/api/x").body()).isEqualTo("new");
      assertThat(proxy.upstream.calls()).isEqualTo(2);
    }
  }

  @Test
  void section4_3_4A304ForNoStoredResponseIsRetriedWithoutConditions() throws Exception {
    try (CoreFixture proxy =
        proxy(
            ok("Cache-Control", "max-age=60", "ETag", "\"1\""),
            notModified("ETag", "\"7\""),
            UpstreamAnswer.of(200, "new", "Cache-Control", "max-age=60", "ETag", "\"7\""))) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofSeconds(60));

      assertThat(proxy.get("/api/x").body()).isEqualTo("new");
      assertThat(sent(proxy, 2).contains("If-None-Match")).isFalse();
    }
  }

  @Test
  void section4_3_4OfSeveralConfirmedVariantsTheMatchingOneAnswers() throws Exception {
    String[] fields = {"ETag", "\"1\"", "Vary", "X-A"};
    try (CoreFixture proxy =
        proxy(
            UpstreamAnswer.of(200, "first", fields),
            UpstreamAnswer.of(200, "second", fields),
            notModified("ETag", "\"1\""))) {
      proxy.get("/api/x", "X-A", "1");
      proxy.get("/api/x", "X-A", "2", "Cache-Control", "no-cache");

      assertThat(proxy.get("/api/x", "X-A", "1").body()).isEqualTo("first");
    }
  }

  @Test
  void section4_3_4ResponseRemovedDuringItsValidationIsFetchedAgain() throws Exception {
    ProxyCore[] core = new ProxyCore[1];
    FakeUpstream upstream =
        new FakeUpstream(
            received -> {
              if (received.request().headers().contains("If-None-Match")) {
                core[0].clear("api");
                return notModified("ETag", "\"1\"");
              }
              return ok("ETag", "\"1\"");
            });
    try (CoreFixture proxy = new CoreFixture(upstream, new CacheSettings().http())) {
      core[0] = proxy.core;
      proxy.get("/api/x");

      assertThat(proxy.get("/api/x").body()).isEqualTo(BODY);
      assertThat(proxy.upstream.calls()).isEqualTo(3);
      assertThat(sent(proxy, 2).contains("If-None-Match")).isFalse();
    }
  }

  @Test
  void section4_3_2ClientConditionIsEvaluatedAgainstTheValidatedResponse() throws Exception {
    try (CoreFixture proxy =
        proxy(
            ok("Cache-Control", "no-cache", "ETag", "\"1\""),
            notModified("ETag", "\"1\""),
            notModified("ETag", "\"1\""))) {
      proxy.get("/api/x");

      assertThat(proxy.get("/api/x", "If-None-Match", "\"1\"").status()).isEqualTo(304);
      assertThat(proxy.get("/api/x", "If-None-Match", "\"2\"").status()).isEqualTo(200);
      assertThat(sent(proxy, 2).all("If-None-Match")).containsExactly("\"1\"");
    }
  }

  @Test
  void section4_1VariantsAreStoredBesideEachOther() throws Exception {
    try (CoreFixture proxy =
        proxy(
            UpstreamAnswer.of(200, "de", "Cache-Control", "max-age=60", "Vary", "Accept-Language"),
            UpstreamAnswer.of(
                200, "en", "Cache-Control", "max-age=60", "Vary", "Accept-Language"))) {
      proxy.get("/api/x", "Accept-Language", "de, fr");
      assertThat(status(proxy.get("/api/x", "Accept-Language", "en"))).contains("fwd=");

      assertThat(proxy.get("/api/x", "Accept-Language", "de,fr").body()).isEqualTo("de");
      assertThat(proxy.get("/api/x", "Accept-Language", "en").body()).isEqualTo("en");
      assertThat(proxy.upstream.calls()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void rfc5861Section4StaleResponseIsServedForAServerError(int status) throws Exception {
    try (CoreFixture proxy =
        proxy(
            ok("Cache-Control", "max-age=60, stale-if-error=100"),
            UpstreamAnswer.of(status, "broken"))) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofSeconds(70));
      CoreFixture.Answer answer = proxy.get("/api/x");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(BODY);
      assertThat(answer.field("X-Cache")).isEqualTo("STALE");
      assertThat(status(answer))
          .isEqualTo("api-buddy; fwd=stale; fwd-status=" + status + "; detail=stale-if-error");
    }
  }

  @Test
  void rfc5861Section4StaleResponseIsServedForAFailedConnection() throws Exception {
    FakeUpstream upstream = CoreFixture.reachableOnce(ok("Cache-Control", "max-age=60"));
    CacheSettings settings = new CacheSettings().http().staleIfError(Duration.ofSeconds(10));
    try (CoreFixture proxy = new CoreFixture(upstream, settings)) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofSeconds(70));
      assertThat(proxy.get("/api/x").body()).isEqualTo(BODY);
      proxy.clock.advance(Duration.ofSeconds(1));
      assertThat(proxy.get("/api/x").status()).isEqualTo(502);
    }
  }

  @Test
  void rfc5861Section4StaleResponseAnswersAHeadTooButNotAgainstACondition() throws Exception {
    FakeUpstream upstream =
        CoreFixture.reachableOnce(ok("Cache-Control", "max-age=60", "ETag", "\"1\""));
    CacheSettings settings = new CacheSettings().http().staleIfError(Duration.ofSeconds(100));
    try (CoreFixture proxy = new CoreFixture(upstream, settings)) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofSeconds(70));
      CoreFixture.Answer answer = proxy.ask(FakeRequest.of("HEAD", "/api/x"));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEmpty();
      assertThat(answer.field("X-Cache")).isEqualTo("STALE");
      assertThat(status(answer)).isEqualTo("api-buddy; fwd=stale; detail=stale-if-error");
      assertThat(proxy.ask(FakeRequest.of("HEAD", "/api/x", "If-Match", "\"2\"")).status())
          .isEqualTo(502);
      assertThat(proxy.get("/api/x", "If-Match", "\"2\"").status()).isEqualTo(502);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void section5_2_2_2MustRevalidateIs504IfTheUpstreamIsUnreachable(String method) throws Exception {
    FakeUpstream upstream =
        CoreFixture.reachableOnce(ok("Cache-Control", "max-age=60, must-revalidate"));
    CacheSettings settings = new CacheSettings().http().staleIfError(Duration.ofSeconds(100));
    try (CoreFixture proxy = new CoreFixture(upstream, settings)) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofSeconds(70));

      assertThat(proxy.ask(FakeRequest.of(method, "/api/x")).status()).isEqualTo(504);
    }
  }

  @Test
  void inTtlPolicyARangeOfAStaleResponseIsServedForAServerError() throws Exception {
    answers.add(UpstreamAnswer.of(200, CoreFixture.BODY, "ETag", "\"1\""));
    answers.add(UpstreamAnswer.of(503, "broken"));
    CacheSettings settings = new CacheSettings().staleIfError(Duration.ofDays(100));
    try (CoreFixture proxy =
        new CoreFixture(new FakeUpstream(request -> answers.remove()), settings)) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofDays(7));
      CoreFixture.Answer answer = proxy.get("/api/x", "Range", "bytes=2-4");

      assertThat(answer.status()).isEqualTo(206);
      assertThat(answer.body()).isEqualTo(CoreFixture.BODY.substring(2, 5));
      assertThat(answer.field("X-Cache")).isEqualTo("STALE");
    }
  }

  @Test
  void rfc5861Section3StaleResponseIsServedWhileItIsRevalidated() throws Exception {
    try (CoreFixture proxy =
        proxy(
            ok("Cache-Control", "max-age=60, stale-while-revalidate=30", "ETag", "\"1\""),
            notModified("ETag", "\"1\"", "X-A", "new"))) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofSeconds(70));
      CoreFixture.Answer stale = proxy.get("/api/x");
      assertThat(stale.field("X-Cache")).isEqualTo("STALE");
      assertThat(status(stale)).isEqualTo("api-buddy; hit; ttl=-10");
      proxy.awaitIdle();

      assertThat(proxy.get("/api/x").field("X-A")).isEqualTo("new");
      assertThat(proxy.upstream.calls()).isEqualTo(2);
    }
  }

  @Test
  void staleResponseServedToAHeadIsRevalidatedByAGet() throws Exception {
    try (CoreFixture proxy =
        proxy(
            ok("Cache-Control", "max-age=60, stale-while-revalidate=3000", "ETag", "\"1\""),
            UpstreamAnswer.of(200, "new", "Cache-Control", "max-age=60"))) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofSeconds(70));
      CoreFixture.Answer head = proxy.ask(FakeRequest.of("HEAD", "/api/x"));
      assertThat(head.field("X-Cache")).isEqualTo("STALE");
      assertThat(proxy.get("/api/x").body()).isEqualTo(BODY);
      proxy.awaitIdle();

      assertThat(proxy.get("/api/x").body()).isEqualTo("new");
      assertThat(proxy.upstream.calls()).isEqualTo(2);
      assertThat(proxy.upstream.received().get(1).request().method()).isEqualTo("GET");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {412, 416, 428, 429, 431, 511})
  void statusAboutASingleRequestIsNotStored(int status) throws Exception {
    try (CoreFixture proxy =
        proxy(
            UpstreamAnswer.of(status, BODY, "Cache-Control", "max-age=60"),
            ok("Cache-Control", "max-age=60"))) {
      assertThat(proxy.get("/api/x", "Range", "bytes=500-").status()).isEqualTo(status);
      assertThat(proxy.get("/api/x").status()).isEqualTo(200);
    }
  }

  @Test
  void conditionSentToTheUpstreamIsNotEvaluatedAgain() throws Exception {
    String earlier = "Thu, 01 Jan 2015 00:00:00 GMT";
    String later = "Fri, 01 Jan 2016 00:00:00 GMT";
    try (CoreFixture proxy =
        proxy(
            ok("Cache-Control", "max-age=60", "Last-Modified", earlier),
            ok("Cache-Control", "no-store", "Last-Modified", earlier))) {
      assertThat(proxy.get("/api/x", "If-Modified-Since", later).status()).isEqualTo(200);
      CoreFixture.Answer past =
          proxy.get("/api/y", "If-Modified-Since", later, "Cache-Control", "no-store");
      assertThat(past.status()).isEqualTo(200);
      assertThat(proxy.get("/api/x", "If-Modified-Since", later).status()).isEqualTo(304);
    }
  }

  @Test
  void serverErrorDoesNotReplaceTheStaleResponseServedForIt() throws Exception {
    try (CoreFixture proxy =
        proxy(
            ok("Cache-Control", "max-age=1, stale-if-error=600", "ETag", "\"1\""),
            UpstreamAnswer.of(500, "", "Cache-Control", "max-age=60"),
            notModified("ETag", "\"1\""))) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofSeconds(10));
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("STALE");
      CoreFixture.Answer healthy = proxy.get("/api/x");

      assertThat(healthy.field("X-Cache")).isEqualTo("REVALIDATED");
      assertThat(healthy.body()).isEqualTo(BODY);
    }
  }

  @Test
  void rangeOfAPostIsForwardedOnce() throws Exception {
    try (CoreFixture proxy = proxy(ok("Cache-Control", "max-age=60"))) {
      proxy.ask(FakeRequest.post("/api/x", "{}", "Range", "bytes=0-1"));

      assertThat(sent(proxy, 0).all("Range")).containsExactly("bytes=0-1");
    }
  }

  @Test
  void rfc9110Section14RangeIsServedFromTheStoredResponse() throws Exception {
    try (CoreFixture proxy =
        proxy(
            ok(
                "Cache-Control",
                "max-age=60",
                "CDN-Cache-Control",
                "max-age=60",
                "Expires",
                "Fri, 01 Jan 2027 00:00:00 GMT",
                "ETag",
                "\"1\"",
                "Set-Cookie",
                "a=b",
                "Access-Control-Allow-Origin",
                "*"))) {
      proxy.get("/api/x");
      CoreFixture.Answer part = proxy.get("/api/x", "Range", "bytes=2-4");
      assertThat(part.status()).isEqualTo(206);
      assertThat(part.body()).isEqualTo("234");
      assertThat(part.field("Content-Range")).isEqualTo("bytes 2-4/10");
      assertThat(part.field("Content-Length")).isEqualTo("3");
      CoreFixture.Answer beyond = proxy.get("/api/x", "Range", "bytes=10-");
      assertThat(beyond.status()).isEqualTo(416);
      assertThat(beyond.body()).isEmpty();
      assertThat(beyond.field("Content-Range")).isEqualTo("bytes */10");
      assertThat(beyond.head().headers().all("Cache-Control")).containsExactly("no-store");
      for (String ofTheWhole : List.of("CDN-Cache-Control", "Expires", "ETag", "Set-Cookie")) {
        assertThat(beyond.head().headers().all(ofTheWhole)).as(ofTheWhole).isEmpty();
      }
      assertThat(beyond.field("Access-Control-Allow-Origin")).isEqualTo("*");

      assertThat(proxy.get("/api/x", "Range", "bytes=0-1", "If-None-Match", "\"1\"").status())
          .isEqualTo(304);
      assertThat(proxy.get("/api/x").body()).isEqualTo(BODY);
      assertThat(proxy.upstream.calls()).isEqualTo(1);
    }
  }

  @Test
  void section4_3_5AHeadFreshensOrRemovesTheStoredGet() throws Exception {
    try (CoreFixture proxy =
        proxy(
            ok("Cache-Control", "max-age=60", "ETag", "\"1\""),
            UpstreamAnswer.announced(200, 10, "Cache-Control", "max-age=60", "ETag", "\"1\""),
            UpstreamAnswer.announced(200, 10, "ETag", "\"2\""),
            UpstreamAnswer.of(200, "new", "Cache-Control", "max-age=60"))) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofSeconds(60));
      proxy.ask(FakeRequest.of("HEAD", "/api/x"));
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("HIT");
      proxy.clock.advance(Duration.ofSeconds(60));
      proxy.ask(FakeRequest.of("HEAD", "/api/x"));

      assertThat(status(proxy.get("/api/x"))).contains("fwd=uri-miss");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 404, 503})
  void section4_3_5AHeadOfAnotherStatusRemovesTheStoredGet(int status) throws Exception {
    try (CoreFixture proxy =
        proxy(
            UpstreamAnswer.of(status, "", "Cache-Control", "max-age=60"),
            UpstreamAnswer.of(200, "", "Cache-Control", "max-age=60"),
            ok("Cache-Control", "max-age=60"))) {
      assertThat(proxy.get("/api/x").status()).isEqualTo(status);
      proxy.clock.advance(Duration.ofSeconds(60));
      proxy.ask(FakeRequest.of("HEAD", "/api/x"));

      assertThat(proxy.get("/api/x").status()).isEqualTo(200);
    }
  }

  @Test
  void section4_4UnsafeRequestInvalidatesUrlsOfTheSameOriginThatItsAnswerNames() throws Exception {
    try (CoreFixture proxy =
        proxy(
            ok("Cache-Control", "max-age=60"),
            ok("Cache-Control", "max-age=60"),
            UpstreamAnswer.of(
                201, "", "Location", "/v1/b", "Content-Location", "http://elsewhere.test/v1/a"),
            UpstreamAnswer.of(200, "new", "Cache-Control", "max-age=60"))) {
      proxy.get("/api/a");
      proxy.get("/api/b");
      proxy.ask(FakeRequest.of("PUT", "/api/c"));

      assertThat(proxy.get("/api/a").field("X-Cache")).isEqualTo("HIT");
      assertThat(proxy.get("/api/b").body()).isEqualTo("new");
    }
  }

  @Test
  void section5_2_2_7PrivateAnswersAreRelayedAndNotStored() throws Exception {
    try (CoreFixture proxy =
        proxy(ok("Cache-Control", "private, max-age=60"), ok("Cache-Control", "private"))) {
      assertThat(status(proxy.get("/api/x")))
          .isEqualTo("api-buddy; fwd=uri-miss; fwd-status=200; detail=private");
      proxy.get("/api/x");

      assertThat(proxy.upstream.calls()).isEqualTo(2);
    }
  }

  @Test
  void section5_2_2_7QualifiedPrivateFieldsAreShownToTheFirstClientOnly() throws Exception {
    try (CoreFixture proxy =
        proxy(ok("Cache-Control", "max-age=60, private=\"X-A\"", "X-A", "mine"))) {
      assertThat(proxy.get("/api/x").field("X-A")).isEqualTo("mine");
      assertThat(proxy.get("/api/x").field("X-A")).isEmpty();
      assertThat(proxy.upstream.calls()).isEqualTo(1);
    }
  }

  @Test
  void orderOfTheQueryMattersAndSmallAnswersAreStored() throws Exception {
    try (CoreFixture proxy =
        proxy(ok("Cache-Control", "max-age=60"), ok("Cache-Control", "max-age=60"))) {
      proxy.get("/api/x?b=1&a=2");
      assertThat(proxy.get("/api/x?b=1&a=2").field("X-Cache")).isEqualTo("HIT");
      assertThat(proxy.get("/api/x?a=2&b=1").field("X-Cache")).isEqualTo("MISS");
    }
  }

  @Test
  void unrequestedCodingIsReusedForRequestsThatWouldAskForTheSameCodings() throws Exception {
    FakeUpstream upstream =
        new FakeUpstream(
            UpstreamAnswer.of(200, CoreFixture.BODY, "Content-Encoding", "br", "Vary", "Accept"));
    try (CoreFixture proxy = new CoreFixture(upstream, new CacheSettings())) {
      proxy.get("/api/x");

      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("HIT");
      assertThat(proxy.get("/api/x", "Accept-Encoding", "br").field("X-Cache")).isEqualTo("HIT");
      assertThat(proxy.get("/api/x", "Accept-Encoding", "gzip").field("X-Cache")).isEqualTo("MISS");
    }
  }

  @Test
  void inTtlPolicyAnExpiredAnswerIsValidatedToo() throws Exception {
    answers.add(UpstreamAnswer.of(200, CoreFixture.BODY, "ETag", "\"1\""));
    answers.add(notModified("ETag", "\"1\""));
    try (CoreFixture proxy =
        new CoreFixture(new FakeUpstream(request -> answers.remove()), new CacheSettings())) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofDays(7));

      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("REVALIDATED");
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("HIT");
    }
  }
}
