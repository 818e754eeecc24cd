package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a request controls the cache. The stored entry is a minute old. */
class RequestControlsTest {
  private static final EntryQuery ALL = new EntryQuery(EntrySelector.ALL, null, null, 10);
  private static final String TAG = "\"tag\"";
  private static final String DATE = "Thu, 01 Jan 2026 00:00:00 GMT";

  private static CoreFixture proxy(CacheSettings cache) throws Exception {
    CoreFixture proxy =
        new CoreFixture(
            new FakeUpstream(
                UpstreamAnswer.of(200, CoreFixture.BODY, "ETag", TAG, "Last-Modified", DATE)),
            cache);
    proxy.get("/api/x");
    proxy.clock.advance(Duration.ofMinutes(1));
    return proxy;
  }

  private static CoreFixture scripted(CacheSettings cache, UpstreamAnswer... scripted) {
    Queue<UpstreamAnswer> answers = new ArrayDeque<>(List.of(scripted));
    return new CoreFixture(new FakeUpstream(request -> answers.remove()), cache);
  }

  @ParameterizedTest
  @CsvSource({
    "Cache-Control, max-age=60, HIT",
    "Cache-Control, min-fresh=60, HIT",
    "Cache-Control, only-if-cached, HIT",
    "X-API-Buddy-Cache, only, HIT",
    "Cache-Control, max-age=59, MISS",
    "Cache-Control, min-fresh=604800, MISS",
    "Cache-Control, no-cache, MISS",
    "Pragma, no-cache, MISS",
    "X-API-Buddy-Cache, refresh, MISS",
    "Cache-Control, no-store, BYPASS",
    "X-API-Buddy-Cache, bypass, BYPASS",
  })
  void directivesOfARequestDecideHowTheCacheIsUsed(String field, String value, String outcome)
      throws Exception {
    try (CoreFixture proxy = proxy(new CacheSettings())) {
      CoreFixture.Answer answer = proxy.get("/api/x", field, value);

      assertThat(answer.field("X-Cache")).isEqualTo(outcome);
      assertThat(answer.body()).isEqualTo(CoreFixture.BODY);
      assertThat(proxy.upstream.calls()).isEqualTo(outcome.equals("HIT") ? 1 : 2);
      if (!outcome.equals("HIT")) {
        assertThat(answer.field("Cache-Status")).contains("fwd=request");
      }
    }
  }

  @Test
  void refreshReplacesTheStoredAnswerAndBypassDoesNot() throws Exception {
    try (CoreFixture proxy = proxy(new CacheSettings())) {
      proxy.get("/api/x", "Cache-Control", "no-store");
      assertThat(proxy.get("/api/x").field("Age")).isEqualTo("60");
      proxy.get("/api/x", "Cache-Control", "no-cache");

      assertThat(proxy.get("/api/x").field("Age")).isEqualTo("0");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Cache-Control, no-cache, 200, MISS",
    "X-API-Buddy-Cache, refresh, 200, MISS",
    "Cache-Control, no-cache, 404, MISS",
    "Cache-Control, no-cache, 500, HIT",
    "Cache-Control, 'no-cache, no-store', 200, HIT",
  })
  void unstoredAnswerToARefreshRemovesTheStoredOneUnlessItIsAServerError(
      String field, String value, int status, String next) throws Exception {
    Queue<UpstreamAnswer> answers =
        new ArrayDeque<>(
            List.of(
                UpstreamAnswer.of(200, CoreFixture.BODY),
                UpstreamAnswer.of(status, "[]", "Cache-Control", "no-store"),
                UpstreamAnswer.of(200, CoreFixture.BODY)));
    try (CoreFixture proxy = new CoreFixture(new FakeUpstream(request -> answers.remove()))) {
      proxy.get("/api/x");
      assertThat(proxy.get("/api/x", field, value).body()).isEqualTo("[]");

      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo(next);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "false, Cache-Control, no-cache",
    "false, X-API-Buddy-Cache, refresh",
    "true, Cache-Control, no-cache",
    "true, Cache-Control, max-age=0",
  })
  void answerToARefreshIsUsedThoughItVariesOnLess(boolean http, String field, String value)
      throws Exception {
    String lifetime = "max-age=600";
    try (CoreFixture proxy =
        scripted(
            http ? new CacheSettings().http() : new CacheSettings(),
            UpstreamAnswer.of(301, CoreFixture.BODY + 1, "Vary", "X-A", "Cache-Control", lifetime),
            UpstreamAnswer.of(200, CoreFixture.BODY + 2, "Cache-Control", lifetime))) {
      proxy.get("/api/x", "X-A", "1");
      proxy.clock.advance(Duration.ofMinutes(1));
      proxy.get("/api/x", "X-A", "1", field, value);
      CoreFixture.Answer next = proxy.get("/api/x", "X-A", "1");

      assertThat(next.field("X-Cache")).isEqualTo("HIT");
      assertThat(next.body()).isEqualTo(CoreFixture.BODY + 2);
    }
  }

  @Test
  void answerToARefreshIsUsedThoughItIsDatedEarlierAndVariesOnMore() throws Exception {
    try (CoreFixture proxy =
        scripted(
            new CacheSettings(),
            UpstreamAnswer.of(200, CoreFixture.BODY + 1, "Vary", "X-A"),
            UpstreamAnswer.of(200, CoreFixture.BODY + 2, "Vary", "X-A"),
            UpstreamAnswer.of(
                200,
                CoreFixture.BODY + 3,
                "Vary",
                "X-A, X-B",
                "Date",
                "Tue, 01 Jan 2019 00:00:00 GMT"))) {
      proxy.get("/api/x", "X-A", "1", "X-B", "2");
      proxy.get("/api/x", "X-A", "2");
      proxy.clock.advance(Duration.ofMinutes(1));
      proxy.mode(CacheMode.REFRESH);
      proxy.get("/api/x", "X-A", "1", "X-B", "2");
      proxy.mode(CacheMode.CACHE);

      assertThat(proxy.get("/api/x", "X-A", "1", "X-B", "2").body())
          .isEqualTo(CoreFixture.BODY + 3);
      assertThat(proxy.get("/api/x", "X-A", "2").body()).isEqualTo(CoreFixture.BODY + 2);
    }
  }

  @Test
  void refreshOfAPartKeepsTheOtherPartsAndRefreshOfTheWholeRemovesThem() throws Exception {
    try (CoreFixture proxy =
        scripted(
            new CacheSettings().http(),
            part("0-9", "X-A"),
            part("10-19", "X-A"),
            part("0-9", "X-A, X-B"),
            UpstreamAnswer.of(200, CoreFixture.BODY, "Cache-Control", "max-age=600"))) {
      proxy.get("/api/x", "X-A", "1", "X-B", "2", "Range", "bytes=0-9");
      proxy.get("/api/x", "X-A", "1", "X-B", "2", "Range", "bytes=10-19");
      proxy.clock.advance(Duration.ofMinutes(1));
      proxy.get(
          "/api/x", "X-A", "1", "X-B", "2", "Range", "bytes=0-9", "Cache-Control", "no-cache");
      assertThat(proxy.core.entries(ALL).entries()).hasSize(2);
      proxy.get("/api/x", "X-A", "1", "X-B", "2", "Cache-Control", "no-cache");

      assertThat(proxy.core.entries(ALL).entries()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'\"1\"', '\"2\"', 1",
    "'\"1\"', '\"1\"', 2",
    "W/\"1\", W/\"1\", 1",
    "'', '\"1\"', 1",
    "'\"1\"', '', 1"
  })
  void partIsKeptBesideANewWholeOnlyIfBothHaveTheSameStrongTag(String before, String now, int left)
      throws Exception {
    try (CoreFixture proxy =
        scripted(
            new CacheSettings().http(),
            part("0-9", "X-A", "ETag", before),
            UpstreamAnswer.of(
                200, CoreFixture.BODY, "Cache-Control", "max-age=600", "ETag", now))) {
      proxy.get("/api/x", "Range", "bytes=0-9");
      proxy.clock.advance(Duration.ofMinutes(1));
      proxy.get("/api/x", "Cache-Control", "no-cache");

      assertThat(proxy.core.entries(ALL).entries()).hasSize(left);
      CoreFixture.Answer next = proxy.get("/api/x", "Range", "bytes=0-9");
      assertThat(next.field("X-Cache")).isEqualTo("HIT");
      assertThat(next.field("ETag")).isEqualTo(now);
    }
  }

  private static UpstreamAnswer part(String range, String vary, String... more) {
    String[] fields = {
      "Content-Range", "bytes " + range + "/200", "Vary", vary, "Cache-Control", "max-age=600"
    };
    return UpstreamAnswer.of(
        206, "x".repeat(10), Stream.of(fields, more).flatMap(Stream::of).toArray(String[]::new));
  }

  @Test
  void answerToARequestWithNoStoreIsNotStored() throws Exception {
    try (CoreFixture proxy = proxy(new CacheSettings())) {
      CoreFixture.Answer answer = proxy.get("/api/new", "Cache-Control", "no-store");
      assertThat(answer.field("Cache-Status"))
          .isEqualTo("api-buddy; fwd=request; fwd-status=200; detail=request-no-store");

      assertThat(proxy.get("/api/new").field("X-Cache")).isEqualTo("MISS");
    }
  }

  @ParameterizedTest
  @CsvSource({"DELETE, 10", "OPTIONS, 10", "POST, 11"})
  void onlyIfCachedMakesNoUpstreamCallForRequestsThatAreNeverStored(String method, int length)
      throws Exception {
    try (CoreFixture proxy = proxy(new CacheSettings().maxKeyBody(10))) {
      int before = proxy.upstream.calls();
      CoreFixture.Answer answer =
          proxy.ask(
              FakeRequest.of(method, "/api/new", "X-API-Buddy-Cache", "only")
                  .withBody("x".repeat(length)));

      assertThat(answer.status()).isEqualTo(504);
      assertThat(proxy.upstream.calls()).isEqualTo(before);
    }
  }

  @Test
  void onlyIfCachedIsAGatewayTimeoutOnAMiss() throws Exception {
    try (CoreFixture proxy = proxy(new CacheSettings())) {
      for (String[] field :
          new String[][] {{"Cache-Control", "only-if-cached"}, {"X-API-Buddy-Cache", "only"}}) {
        CoreFixture.Answer answer = proxy.get("/api/new", field);
        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.field("X-API-Buddy-Error")).isEqualTo("not_in_cache");
        assertThat(answer.field("X-Should-Retry")).isEqualTo("false");
      }
      assertThat(proxy.upstream.calls()).isEqualTo(1);
    }
  }

  @Test
  void maxStaleAcceptsAnExpiredEntryAsStale() throws Exception {
    try (CoreFixture proxy = proxy(new CacheSettings())) {
      proxy.clock.advance(Duration.ofDays(7));
      CoreFixture.Answer answer = proxy.get("/api/x", "Cache-Control", "max-stale=60");

      assertThat(answer.field("X-Cache")).isEqualTo("STALE");
      assertThat(answer.field("Cache-Status")).isEqualTo("api-buddy; hit; ttl=-60");
      assertThat(proxy.get("/api/x", "Cache-Control", "max-stale=59").field("X-Cache"))
          .isEqualTo("MISS");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-cache", "no-store", "max-age=0", "only-if-cached"})
  void cacheControlOfClientsCanBeIgnoredButNotXApiBuddyCache(String value) throws Exception {
    try (CoreFixture proxy = proxy(new CacheSettings().ignoringClients())) {
      assertThat(proxy.get("/api/x", "Cache-Control", value, "Pragma", "no-cache").field("X-Cache"))
          .isEqualTo("HIT");
      assertThat(proxy.get("/api/x", "X-API-Buddy-Cache", "refresh").field("X-Cache"))
          .isEqualTo("MISS");
    }
  }

  @Test
  void xApiBuddyCacheIsNotSentUpstream() throws Exception {
    try (CoreFixture proxy = proxy(new CacheSettings())) {
      proxy.get("/api/x", "X-API-Buddy-Cache", "bypass");
      Headers sent = proxy.upstream.received().get(1).request().headers();

      assertThat(sent.contains("X-API-Buddy-Cache")).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/api/x, HIT, 'api-buddy; hit; ttl=604740'",
    "/api/new, MISS, 'api-buddy; fwd=uri-miss; fwd-status=200; stored'",
  })
  void clientWithTheCurrentTagGetsA304OnAHitAndOnAMiss(String target, String outcome, String status)
      throws Exception {
    try (CoreFixture proxy = proxy(new CacheSettings())) {
      CoreFixture.Answer answer = proxy.get(target, "If-None-Match", "W/" + TAG);

      assertThat(answer.status()).isEqualTo(304);
      assertThat(answer.body()).isEmpty();
      assertThat(answer.field("ETag")).isEqualTo(TAG);
      assertThat(answer.field("Content-Length")).isEmpty();
      assertThat(answer.field("X-Cache")).isEqualTo(outcome);
      assertThat(answer.field("Cache-Status")).isEqualTo(status);
      assertThat(proxy.get(target, "If-None-Match", "\"other\"").body())
          .isEqualTo(CoreFixture.BODY);
      proxy
          .upstream
          .received()
          .forEach(
              received ->
                  assertThat(received.request().headers().contains("If-None-Match")).isFalse());
    }
  }

  @Test
  void ifModifiedSinceIsEvaluatedToo() throws Exception {
    try (CoreFixture proxy = proxy(new CacheSettings())) {
      assertThat(proxy.get("/api/x", "If-Modified-Since", DATE).status()).isEqualTo(304);
      assertThat(proxy.get("/api/x", "If-Modified-Since", "Wed, 31 Dec 2025 23:59:59 GMT").status())
          .isEqualTo(200);
    }
  }

  @Test
  void inTtlPolicyIfModifiedSinceIsNotComparedWithTheDate() throws Exception {
    UpstreamAnswer dated = UpstreamAnswer.of(200, CoreFixture.BODY, "Date", DATE);
    try (CoreFixture proxy = new CoreFixture(new FakeUpstream(dated))) {
      proxy.get("/api/x");

      CoreFixture.Answer answer = proxy.get("/api/x", "If-Modified-Since", DATE);

      assertThat(answer.field("X-Cache")).isEqualTo("HIT");
      assertThat(answer.status()).isEqualTo(200);
    }
  }

  @Test
  void aBypassLeavesTheConditionToTheUpstream() throws Exception {
    try (CoreFixture proxy = proxy(new CacheSettings())) {
      proxy.get("/api/x", "Cache-Control", "no-store", "If-None-Match", "\"other\"");

      assertThat(proxy.upstream.received().get(1).request().headers().first("If-None-Match"))
          .isEqualTo("\"other\"");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, If-Match, *",
    "GET, If-Unmodified-Since, x",
    "POST, If-None-Match, *",
    "POST, If-Modified-Since, x",
  })
  void conditionThatTheUpstreamHasToEvaluateIsForwarded(String method, String field, String value)
      throws Exception {
    try (CoreFixture proxy = proxy(new CacheSettings())) {
      CoreFixture.Answer answer = proxy.ask(FakeRequest.of(method, "/api/new", field, value));

      assertThat(answer.field("Cache-Status")).endsWith("; detail=precondition");
      assertThat(proxy.upstream.received().get(1).request().headers().first(field))
          .isEqualTo(value);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "If-None-Match, 0",
    "If-Modified-Since, 0",
    "If-Match, 0",
    "If-Unmodified-Since, 0",
    "If-None-Match, 604900",
  })
  void storedPostAnswersNoConditionThatTheUpstreamHasToEvaluate(String field, int seconds)
      throws Exception {
    try (CoreFixture proxy = proxy(new CacheSettings())) {
      proxy.ask(FakeRequest.post("/api/create", "a"));
      proxy.clock.advance(Duration.ofSeconds(seconds));
      CoreFixture.Answer conditional =
          proxy.ask(
              FakeRequest.post("/api/create", "a", field, "*", "Cache-Control", "max-stale=999"));

      String reason = seconds == 0 ? "request" : "stale";
      assertThat(conditional.field("Cache-Status"))
          .isEqualTo("api-buddy; fwd=" + reason + "; fwd-status=200; detail=precondition");
      int calls = proxy.upstream.calls();
      assertThat(proxy.upstream.received().get(calls - 1).request().headers().first(field))
          .isEqualTo("*");
      assertThat(
              proxy
                  .ask(
                      FakeRequest.post(
                          "/api/create", "a", field, "*", "Cache-Control", "only-if-cached"))
                  .status())
          .isEqualTo(504);
      assertThat(
              proxy
                  .ask(FakeRequest.post("/api/create", "a", "Cache-Control", "max-stale"))
                  .field("X-Cache"))
          .isEqualTo(seconds == 0 ? "HIT" : "STALE");
    }
  }

  @Test
  void requestedVariantIsStoredSeparately() throws Exception {
    try (CoreFixture proxy = proxy(new CacheSettings())) {
      assertThat(proxy.get("/api/x", "X-API-Buddy-Variant", "1").field("X-Cache"))
          .isEqualTo("MISS");
      assertThat(proxy.get("/api/x", "X-API-Buddy-Variant", "1").field("X-Cache")).isEqualTo("HIT");
      assertThat(proxy.get("/api/x", "X-API-Buddy-Variant", "2").field("X-Cache"))
          .isEqualTo("MISS");
    }
  }
}
