package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.domain.replay.PortableRequest;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.StoredResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole exchanges in {@code http} policy: RFC 9111 section 4.3, from both sides. */
class ValidationTest {
  private static final EntryQuery ALL = EntryQuery.first(EntrySelector.ALL, 10);
  private static final String MODIFIED = "Mon, 31 Dec 2029 00:00:00 GMT";

  private static CoreFixture proxy(UpstreamAnswer... scripted) {
    Queue<UpstreamAnswer> answers = new ArrayDeque<>(List.of(scripted));
    return new CoreFixture(
        new FakeUpstream(request -> answers.remove()), new CacheSettings().http());
  }

  private static UpstreamAnswer ok(String... fields) {
    return UpstreamAnswer.of(200, "content", fields);
  }

  private static UpstreamAnswer notModified(String... fields) {
    return UpstreamAnswer.of(304, "", fields);
  }

  private static Headers sent(CoreFixture proxy, int call) {
    return proxy.upstream.received().get(call).request().headers();
  }

  @Test
  void section4_3_2WithNothingStoredTheUpstreamEvaluatesTheClientsCondition() throws Exception {
    try (CoreFixture proxy =
        proxy(notModified("ETag", "\"1\""), ok("ETag", "\"1\"", "Cache-Control", "max-age=60"))) {
      CoreFixture.Answer first =
          proxy.get("/api/x", "If-None-Match", "\"1\"", "If-Modified-Since", MODIFIED);

      assertThat(first.status()).isEqualTo(304);
      assertThat(first.field("Cache-Status"))
          .isEqualTo("api-buddy; fwd=uri-miss; fwd-status=304; detail=status-not-cacheable");
      assertThat(sent(proxy, 0).first("If-None-Match")).isEqualTo("\"1\"");
      assertThat(sent(proxy, 0).first("If-Modified-Since")).isEqualTo(MODIFIED);
      assertThat(proxy.get("/api/x").status()).isEqualTo(200);
      assertThat(proxy.get("/api/x", "If-None-Match", "W/\"1\"").status()).isEqualTo(304);
      assertThat(proxy.upstream.calls()).isEqualTo(2);
    }
  }

  @Test
  void section4_3_2A304ForOneClientIsNoAnswerForAnother() throws Exception {
    Gate gate = new Gate();
    FakeUpstream upstream =
        new FakeUpstream(
            received -> {
              if (received.request().headers().contains("If-None-Match")) {
                gate.pass();
                return notModified("ETag", "\"1\"");
              }
              return ok("ETag", "\"1\"");
            });
    try (CoreFixture proxy = new CoreFixture(upstream, new CacheSettings().http())) {
      Background<CoreFixture.Answer> conditional =
          proxy.asking(FakeRequest.get("/api/x", "If-None-Match", "\"1\""));
      gate.awaitArrival();
      assertThat(proxy.get("/api/x").body())
          .as("an unconditional request does not wait")
          .isEqualTo("content");
      gate.open();

      assertThat(conditional.get().status()).isEqualTo(304);
    }
  }

  @Test
  void inTtlPolicyTheProxyAlwaysEvaluatesTheConditionOfTheClient() throws Exception {
    FakeUpstream upstream =
        new FakeUpstream(UpstreamAnswer.of(200, CoreFixture.BODY, "ETag", "\"1\""));
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      assertThat(proxy.get("/api/x", "If-None-Match", "\"1\"").status()).isEqualTo(304);
      assertThat(sent(proxy, 0).contains("If-None-Match")).isFalse();
    }
  }

  @Test
  void section4_3_2WithoutLastModifiedIfModifiedSinceIsComparedWithTheDate() throws Exception {
    try (CoreFixture proxy = proxy(ok("Cache-Control", "max-age=60", "Date", MODIFIED))) {
      proxy.get("/api/x", "Cache-Control", "max-stale");

      assertThat(
              proxy
                  .get("/api/x", "If-Modified-Since", MODIFIED, "Cache-Control", "max-stale")
                  .status())
          .isEqualTo(304);
    }
  }

  @Test
  void rfc9110Section15_4_5A304OmitsFieldsThatDescribeTheContent() throws Exception {
    try (CoreFixture proxy =
        proxy(
            ok(
                "Cache-Control",
                "max-age=60",
                "ETag",
                "\"1\"",
                "Content-Type",
                "text/plain",
                "Content-Language",
                "de",
                "Content-Location",
                "/v1/y",
                "Content-Security-Policy",
                "default-src 'self'",
                "Vary",
                "X-A",
                "Expires",
                "0"))) {
      proxy.get("/api/x");
      Headers fields = proxy.get("/api/x", "If-None-Match", "*").head().headers();

      for (String kept :
          List.of(
              "Cache-Control",
              "ETag",
              "Content-Location",
              "Content-Security-Policy",
              "Vary",
              "Expires",
              "Date",
              "Age")) {
        assertThat(fields.contains(kept)).as(kept).isTrue();
      }
      for (String dropped : List.of("Content-Type", "Content-Length", "Content-Language")) {
        assertThat(fields.contains(dropped)).as(dropped).isFalse();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'max-age=1, must-revalidate', 504",
    "'max-age=1, proxy-revalidate', 504",
    "s-maxage=1, 504",
    "no-cache, 504",
    "max-age=1, 502"
  })
  void section5_2_2_2MustRevalidateIsA504IfTheUpstreamIsUnreachable(String cacheControl, int status)
      throws Exception {
    FakeUpstream upstream =
        CoreFixture.reachableOnce(ok("Cache-Control", cacheControl, "ETag", "\"1\""));
    try (CoreFixture proxy = new CoreFixture(upstream, new CacheSettings().http())) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofSeconds(2));
      CoreFixture.Answer answer = proxy.get("/api/x");

      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.field("X-API-Buddy-Error")).isEqualTo("upstream_unreachable");
    }
  }

  @Test
  void section4_3_3ServerErrorIsRelayedAndTheStoredResponseStays() throws Exception {
    try (CoreFixture proxy =
        proxy(
            ok("Cache-Control", "max-age=1", "ETag", "\"1\""),
            UpstreamAnswer.of(500, "broken"),
            notModified("ETag", "\"1\""))) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofSeconds(2));

      assertThat(proxy.get("/api/x").status()).isEqualTo(500);
      assertThat(proxy.get("/api/x").body()).isEqualTo("content");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 404, 503})
  void rfc9110Section15_4_5StoredErrorsAndRedirectsAreNotValidated(int status) throws Exception {
    String[] fields = {"ETag", "\"1\"", "Last-Modified", MODIFIED, "Cache-Control", "max-age=60"};
    try (CoreFixture proxy = proxy(UpstreamAnswer.of(status, "", fields), ok(fields))) {
      assertThat(proxy.get("/api/x").status()).isEqualTo(status);
      proxy.clock.advance(Duration.ofSeconds(60));

      assertThat(proxy.get("/api/x").body()).isEqualTo("content");
      assertThat(sent(proxy, 1).contains("If-None-Match")).isFalse();
      assertThat(sent(proxy, 1).contains("If-Modified-Since")).isFalse();
    }
  }

  @Test
  void section4_3_1LastModifiedOfAnotherVariantIsNotSent() throws Exception {
    String[] fields = {
      "ETag",
      "\"en\"",
      "Last-Modified",
      MODIFIED,
      "Vary",
      "Accept-Language",
      "Cache-Control",
      "max-age=60"
    };
    try (CoreFixture proxy = proxy(ok(fields), ok(fields))) {
      proxy.get("/api/x", "Accept-Language", "en");
      proxy.get("/api/x", "Accept-Language", "de");

      assertThat(sent(proxy, 1).first("If-None-Match")).isEqualTo("\"en\"");
      assertThat(sent(proxy, 1).contains("If-Modified-Since")).isFalse();
    }
  }

  @Test
  void section4_3_1EmptyValidatorIsIgnored() throws Exception {
    try (CoreFixture proxy =
        proxy(
            ok("ETag", "", "Last-Modified", MODIFIED, "Cache-Control", "no-cache"),
            notModified(),
            ok("ETag", "", "Last-Modified", "", "Cache-Control", "no-cache"),
            ok())) {
      proxy.get("/api/x");
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("REVALIDATED");
      assertThat(sent(proxy, 1).contains("If-None-Match")).isFalse();
      assertThat(sent(proxy, 1).first("If-Modified-Since")).isEqualTo(MODIFIED);
      proxy.get("/api/y");
      proxy.get("/api/y");

      assertThat(sent(proxy, 3).contains("If-None-Match")).isFalse();
      assertThat(sent(proxy, 3).contains("If-Modified-Since")).isFalse();
    }
  }

  @Test
  void section4_3_5HeadWithoutValidatorsFreshensAGetOfTheSameLength() throws Exception {
    try (CoreFixture proxy =
        proxy(
            ok("Cache-Control", "max-age=60", "ETag", "\"1\"", "X-A", "old"),
            UpstreamAnswer.announced(200, 7, "Cache-Control", "max-age=60", "X-A", "new"))) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofSeconds(60));
      proxy.ask(FakeRequest.of("HEAD", "/api/x"));
      CoreFixture.Answer hit = proxy.get("/api/x");

      assertThat(hit.field("X-Cache")).isEqualTo("HIT");
      assertThat(hit.field("X-A")).isEqualTo("new");
      assertThat(hit.field("ETag")).isEqualTo("\"1\"");
    }
  }

  @Test
  void section4OlderResponseIsNotUsedInsteadOfALaterStaleOne() throws Exception {
    String[] later = {
      "Content-Range", "bytes 2-4/7", "Cache-Control", "max-age=1", "ETag", "\"2\""
    };
    try (CoreFixture proxy =
        proxy(
            ok("Cache-Control", "max-age=1000", "ETag", "\"1\""),
            UpstreamAnswer.of(206, "new", later),
            UpstreamAnswer.of(206, "NEW", later))) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofSeconds(1));
      proxy.get("/api/x", "Range", "bytes=2-4", "Cache-Control", "no-cache");
      assertThat(proxy.get("/api/x", "Range", "bytes=2-4").body()).isEqualTo("new");
      proxy.clock.advance(Duration.ofSeconds(1));

      assertThat(proxy.get("/api/x", "Range", "bytes=2-4").body()).isEqualTo("NEW");
    }
  }

  @ParameterizedTest
  @CsvSource({"X-A, b", "Cache-Control, no-cache"})
  void crossSitePageDoesNotGetAResponseRecordedWithCredentials(String field, String value)
      throws Exception {
    InMemoryStorage storage = new InMemoryStorage(AdapterContext.of(Settings.NONE));
    FakeUpstream upstream =
        new FakeUpstream(
            request ->
                request.request().headers().contains("If-None-Match")
                    ? UpstreamAnswer.of(304, "", "ETag", "\"1\"")
                    : ok("Cache-Control", "max-age=60", "ETag", "\"1\""));
    try (CoreFixture proxy =
        new CoreFixture(upstream, new CacheSettings().http(), CoreFixture.storage(storage))) {
      proxy.get("/api/x");
      StoredResponse own = storage.responses().entries(ALL).entries().get(0);
      EntryDraft imported =
          PortableRequest.of(own.request(), name -> false)
              .draft(own.response(), own.freshness(), false, 7);
      storage.responses().remove(EntrySelector.ALL);
      try (EntryWriter writer = storage.responses().begin(imported)) {
        writer.write(ByteBuffer.wrap("content".getBytes(StandardCharsets.UTF_8)));
        writer.commit(EntryCompletion.PLAIN);
      }

      assertThat(proxy.get("/api/x", field, value).status()).isEqualTo(200);
      CoreFixture.Answer answer = proxy.get("/api/x", field, value, "Origin", "https://evil.test");
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.body()).doesNotContain("content");
    }
  }

  @Test
  void section3_3APartIsStoredBesideTheWhole() throws Exception {
    String part = "Content-Range";
    try (CoreFixture proxy =
        proxy(
            UpstreamAnswer.of(206, "nte", part, "bytes 2-4/7", "Cache-Control", "max-age=60"),
            ok("Cache-Control", "max-age=1", "ETag", "\"1\""),
            notModified("ETag", "\"1\"", "Cache-Control", "max-age=60"))) {
      assertThat(proxy.get("/api/x", "Range", "bytes=2-4").field("Cache-Status"))
          .isEqualTo("api-buddy; fwd=uri-miss; fwd-status=206; stored");
      CoreFixture.Answer hit = proxy.get("/api/x", "Range", "bytes=3-4");
      assertThat(hit.status()).isEqualTo(206);
      assertThat(hit.body()).isEqualTo("te");
      assertThat(hit.field(part)).isEqualTo("bytes 3-4/7");
      CoreFixture.Answer whole = proxy.get("/api/x");
      assertThat(whole.body()).isEqualTo("content");
      assertThat(whole.field("Cache-Status")).contains("fwd=partial; fwd-status=200; stored");
      proxy.clock.advance(Duration.ofSeconds(30));

      assertThat(proxy.get("/api/x", "Range", "bytes=2-4").field("X-Cache")).isEqualTo("HIT");
      CoreFixture.Answer validated = proxy.get("/api/x", "Range", "bytes=0-1");
      assertThat(validated.status()).isEqualTo(206);
      assertThat(validated.body()).isEqualTo("co");
      assertThat(sent(proxy, 2).first("If-None-Match")).isEqualTo("\"1\"");
      assertThat(sent(proxy, 2).first("Range")).isEqualTo("bytes=0-1");
      assertThat(proxy.ask(FakeRequest.of("HEAD", "/api/x")).status()).isEqualTo(200);
      assertThat(proxy.upstream.calls()).isEqualTo(3);
    }
  }

  @Test
  void rfc5861Section3RangeServedStaleCausesAFetchOfTheWhole() throws Exception {
    try (CoreFixture proxy =
        proxy(
            ok("Cache-Control", "max-age=1, stale-while-revalidate=60"),
            ok("Cache-Control", "max-age=60"))) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofSeconds(2));
      assertThat(proxy.get("/api/x", "Range", "bytes=0-1").field("X-Cache")).isEqualTo("STALE");
      proxy.awaitIdle();

      assertThat(sent(proxy, 1).contains("Range")).isFalse();
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("HIT");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1\"", "W/\"1\"", "bare", "\"with, comma\"", "\"\"", "W/bare"})
  void section4_3_1ATagIsSentBackAsItCame(String tag) throws Exception {
    try (CoreFixture proxy =
        proxy(ok("Cache-Control", "no-cache", "ETag", tag), notModified("ETag", tag))) {
      proxy.get("/api/x");

      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("REVALIDATED");
      assertThat(sent(proxy, 1).all("If-None-Match")).containsExactly(tag);
    }
  }
}
