package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Use of stored responses that are stale, or that the upstream has replaced. */
class StaleUseTest {
  private static final EntryQuery ALL = new EntryQuery(EntrySelector.ALL, null, null, 10);
  private static final Duration LONG = Duration.ofDays(30);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static CoreFixture proxy(
      UnaryOperator<CacheConfiguration> cache, UpstreamAnswer... scripted) {
    Queue<UpstreamAnswer> answers = new ArrayDeque<>(List.of(scripted));
    return new CoreFixture(
        new FakeUpstream(request -> answers.remove()), of -> cache.apply(of).withTtl(MINUTE));
  }

  private static UpstreamAnswer answer(int status, String... fields) {
    return UpstreamAnswer.of(status, CoreFixture.BODY, fields);
  }

  @ParameterizedTest
  @CsvSource({"410, X-A, 0", "302, X-A, 0", "200, no-store, 0", "403, X-A, 1", "500, X-A, 1"})
  void replacedResponseIsNotServedStaleAgain(int status, String control, int left)
      throws Exception {
    try (CoreFixture proxy =
        proxy(
            new CacheSettings().staleWhileRevalidate(LONG),
            answer(200),
            answer(status, "Cache-Control", control))) {
      proxy.get("/api/x");
      proxy.clock.advance(MINUTE);
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("STALE");
      proxy.awaitIdle();

      assertThat(proxy.core.entries(ALL).entries()).hasSize(left);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"public", "no-cache", "max-age=0, private, must-revalidate"})
  void replacedResponseIsNotServedForAServerError(String control) throws Exception {
    try (CoreFixture proxy =
        proxy(
            new CacheSettings().staleIfError(LONG),
            answer(200, "Cache-Control", control),
            answer(404),
            answer(503))) {
      proxy.get("/api/x");
      proxy.clock.advance(MINUTE);
      assertThat(proxy.get("/api/x").status()).isEqualTo(404);
      assertThat(proxy.get("/api/x").status()).isEqualTo(503);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "max-age=60, no-store, max-stale, MISS",
    "max-age=60, no-cache, max-stale, MISS",
    "max-age=60, no-store, stale-if-error=600, MISS",
    "'max-age=60, must-revalidate', no-store, max-stale, MISS"
  })
  void replacedResponseIsNotServedToARequestThatAcceptsStaleOnes(
      String before, String now, String wish, String outcome) throws Exception {
    try (CoreFixture proxy =
        proxy(
            new CacheSettings().http(),
            UpstreamAnswer.of(200, CoreFixture.BODY, "Cache-Control", before, "ETag", "\"1\""),
            answer(200, "Cache-Control", now),
            answer(500))) {
      proxy.get("/api/x");
      proxy.clock.advance(MINUTE.plusSeconds(1));
      assertThat(proxy.get("/api/x").field("Cache-Status")).contains("fwd=stale");
      CoreFixture.Answer next = proxy.get("/api/x", "Cache-Control", wish);

      assertThat(next.field("X-Cache")).isEqualTo(outcome);
      assertThat(next.status()).isEqualTo(500);
      boolean sendsValidator = // a response that must be validated keeps its validator
          proxy.upstream.received().get(2).request().headers().contains("If-None-Match");
      assertThat(sendsValidator).isEqualTo(before.contains("must-revalidate"));
    }
  }

  @Test
  void staleResponseWithVaryIsRemovedOnceItsReplacementIsStored() throws Exception {
    try (CoreFixture proxy =
        proxy(
            new CacheSettings().staleWhileRevalidate(LONG),
            answer(200, "Vary", "X-A"),
            answer(200))) {
      proxy.get("/api/x", "X-A", "1");
      proxy.clock.advance(MINUTE);
      assertThat(proxy.get("/api/x", "X-A", "1").field("X-Cache")).isEqualTo("STALE");
      proxy.awaitIdle();

      assertThat(proxy.core.entries(ALL).entries())
          .extracting(entry -> entry.freshness().respondedAt())
          .containsExactly(proxy.clock.instant());
      assertThat(proxy.get("/api/x", "X-A", "1").field("X-Cache")).isEqualTo("HIT");
    }
  }

  @Test
  void latestStaleResponseIsServedForAServerError() throws Exception {
    try (CoreFixture proxy =
        proxy(
            new CacheSettings().staleIfError(LONG),
            answer(200, "Vary", "X-A"),
            UpstreamAnswer.of(200, CoreFixture.BODY + 2),
            answer(503))) {
      proxy.get("/api/x", "X-A", "1");
      proxy.clock.advance(MINUTE);
      proxy.get("/api/x", "X-A", "1");
      proxy.clock.advance(MINUTE);
      CoreFixture.Answer served = proxy.get("/api/x", "X-A", "1");

      assertThat(served.field("X-Cache")).isEqualTo("STALE");
      assertThat(served.body()).isEqualTo(CoreFixture.BODY + 2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 2000})
  void responseReplacedByOneTooShortOrTooLongIsNotServedForAServerError(int length)
      throws Exception {
    try (CoreFixture proxy =
        proxy(
            new CacheSettings().staleIfError(LONG).responses(100, 1000),
            answer(200),
            UpstreamAnswer.streamed(200).send("x".repeat(length)),
            answer(503))) {
      proxy.get("/api/x");
      proxy.clock.advance(MINUTE);
      assertThat(proxy.get("/api/x").body()).hasSize(length);
      assertThat(proxy.get("/api/x").status()).isEqualTo(503);
    }
  }

  @ParameterizedTest
  @CsvSource({"false, 500", "true, 500", "false, 404", "true, 404"})
  void storedErrorIsReplacedByALaterOne(boolean http, int status) throws Exception {
    CacheSettings settings = new CacheSettings().storingErrors().staleIfError(LONG);
    String lifetime = "max-age=60";
    try (CoreFixture proxy =
        proxy(
            http ? settings.http() : settings,
            answer(status, "ETag", "\"1\"", "Cache-Control", lifetime),
            UpstreamAnswer.of(500, CoreFixture.BODY + 2, "Cache-Control", lifetime))) {
      proxy.get("/api/x");
      proxy.clock.advance(MINUTE);
      CoreFixture.Answer later = proxy.get("/api/x");

      assertThat(later.status()).isEqualTo(500);
      assertThat(later.body()).isEqualTo(CoreFixture.BODY + 2);
      assertThat(later.field("Cache-Status"))
          .isEqualTo("api-buddy; fwd=stale; fwd-status=500; stored");
      assertThat(proxy.get("/api/x").body()).isEqualTo(CoreFixture.BODY + 2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 500})
  void storedErrorIsNotServedForAnother(int status) throws Exception {
    try (CoreFixture proxy =
        proxy(
            new CacheSettings().storingErrors().staleIfError(LONG), answer(status), answer(503))) {
      proxy.get("/api/x");
      proxy.clock.advance(MINUTE);

      assertThat(proxy.get("/api/x").status()).isEqualTo(503);
    }
  }

  @Test
  void rangeServedStaleCausesAFetchOfTheWhole() throws Exception {
    try (CoreFixture proxy =
        proxy(new CacheSettings().staleWhileRevalidate(LONG), answer(200), answer(200))) {
      proxy.get("/api/x");
      proxy.clock.advance(MINUTE);
      assertThat(proxy.get("/api/x", "Range", "bytes=0-1").field("X-Cache")).isEqualTo("STALE");
      proxy.awaitIdle();

      assertThat(proxy.upstream.received()).hasSize(2);
      assertThat(proxy.upstream.received().get(1).request().headers().contains("Range")).isFalse();
      assertThat(proxy.core.entries(ALL).entries())
          .extracting(entry -> entry.freshness().respondedAt())
          .containsExactly(proxy.clock.instant());
    }
  }

  @Test
  void shortenedLifetimeAppliesToStoredResponses() throws Exception {
    try (CoreFixture proxy = proxy(new CacheSettings(), answer(200), answer(200))) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofSeconds(10));
      proxy.ttl(Duration.ofSeconds(11));
      assertThat(proxy.get("/api/x").field("Cache-Status")).isEqualTo("api-buddy; hit; ttl=1");
      proxy.ttl(Duration.ofSeconds(10));

      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("MISS");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, If-Match",
    "GET, If-Unmodified-Since",
    "POST, If-Match",
    "POST, If-None-Match",
    "POST, If-Modified-Since",
  })
  void conditionThatTheUpstreamHasToEvaluateIsNotAnsweredStale(String method, String field)
      throws Exception {
    try (CoreFixture proxy =
        proxy(new CacheSettings().staleWhileRevalidate(LONG), answer(200), answer(412))) {
      proxy.ask(FakeRequest.of(method, "/api/x"));
      if (method.equals("GET")) {
        assertThat(proxy.get("/api/x", field, "x").field("X-Cache")).isEqualTo("HIT");
      }
      proxy.clock.advance(MINUTE);

      CoreFixture.Answer answer = proxy.ask(FakeRequest.of(method, "/api/x", field, "x"));
      assertThat(answer.status()).isEqualTo(412);
      assertThat(answer.field("Cache-Status"))
          .isEqualTo("api-buddy; fwd=stale; fwd-status=412; detail=precondition");
    }
  }

  @Test
  void onlyIfCachedStartsNoBackgroundRevalidation() throws Exception {
    try (CoreFixture proxy =
        proxy(new CacheSettings().staleWhileRevalidate(LONG), answer(200), answer(200))) {
      proxy.get("/api/x");
      proxy.clock.advance(MINUTE);
      assertThat(proxy.get("/api/x", "X-API-Buddy-Cache", "only").field("X-Cache"))
          .isEqualTo("STALE");
      proxy.awaitIdle();

      assertThat(proxy.upstream.calls()).isEqualTo(1);
    }
  }

  @Test
  void cookieOfA304GoesOnlyToTheClientThatCausedTheValidation() throws Exception {
    try (CoreFixture proxy =
        proxy(
            new CacheSettings(),
            answer(200, "ETag", "\"1\""),
            UpstreamAnswer.of(304, "", "ETag", "\"1\"", "Set-Cookie", "csrf=new"))) {
      proxy.get("/api/x");
      proxy.clock.advance(MINUTE);
      CoreFixture.Answer confirmed = proxy.get("/api/x");

      assertThat(confirmed.field("X-Cache")).isEqualTo("REVALIDATED");
      assertThat(confirmed.field("Set-Cookie")).isEqualTo("csrf=new");
      assertThat(proxy.get("/api/x").head().headers().contains("Set-Cookie")).isFalse();
    }
  }

  @Test
  void inTtlPolicyMaxAgeOfARequestIgnoresTheAgeThatTheUpstreamSent() throws Exception {
    try (CoreFixture proxy = proxy(new CacheSettings(), answer(200, "Age", "3600"))) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofSeconds(30));

      assertThat(proxy.get("/api/x", "Cache-Control", "max-age=30").field("X-Cache"))
          .isEqualTo("HIT");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-A", "Content-Type"})
  void headWithoutValidatorsOrLengthDoesNotFreshenTheStoredGet(String field) throws Exception {
    try (CoreFixture proxy =
        proxy(
            new CacheSettings(),
            answer(200, field, "old"),
            UpstreamAnswer.streamed(200, field, "new"),
            answer(200, field, "newer"))) {
      proxy.get("/api/x");
      proxy.clock.advance(MINUTE);
      proxy.ask(FakeRequest.of("HEAD", "/api/x"));

      CoreFixture.Answer next = proxy.get("/api/x");
      assertThat(next.field("X-Cache")).isEqualTo("MISS");
      assertThat(next.field(field)).isEqualTo("newer");
    }
  }

  @Test
  void headDoesNotChangeAStoredPart() throws Exception {
    try (CoreFixture proxy =
        proxy(
            new CacheSettings().http(),
            UpstreamAnswer.of(
                206,
                "cont",
                "Cache-Control",
                "max-age=60",
                "ETag",
                "\"1\"",
                "Content-Range",
                "bytes 0-3/7"),
            UpstreamAnswer.announced(200, 7, "ETag", "\"1\""))) {
      proxy.get("/api/x", "Range", "bytes=0-3");
      proxy.ask(FakeRequest.of("HEAD", "/api/x"));

      assertThat(proxy.get("/api/x", "Range", "bytes=0-3").field("X-Cache")).isEqualTo("HIT");
    }
  }

  @Test
  void rangeOfAStoredResponseOmitsTheDigestOfTheWholeContent() throws Exception {
    try (CoreFixture proxy =
        proxy(
            new CacheSettings(),
            answer(
                200, "Content-Digest", "sha-256=:YQ==:", "Repr-Digest", "r", "Content-MD5", "m"))) {
      proxy.get("/api/x");
      CoreFixture.Answer part = proxy.get("/api/x", "Range", "bytes=0-3");

      assertThat(part.status()).isEqualTo(206);
      assertThat(part.head().headers().contains("Content-Digest")).isFalse();
      assertThat(part.head().headers().contains("Content-MD5")).isFalse();
      assertThat(part.field("Repr-Digest")).isEqualTo("r");
    }
  }
}
