package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.ForwardingResponseStore;
import io.apibuddy.ports.store.ForwardingStorage;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.Storage;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Policy {@code ttl}: what is stored, for whom and for how long. */
class StoringTest {

  private static FakeUpstream ok(String... fields) {
    return new FakeUpstream(UpstreamAnswer.of(200, CoreFixture.BODY, fields));
  }

  /** Answers with the target, so that answers can be told apart. */
  private static FakeUpstream echoingTargets(String... fields) {
    return new FakeUpstream(
        received -> UpstreamAnswer.of(200, "x".repeat(200) + received.request().target(), fields));
  }

  private static void assertNotStored(CoreFixture proxy, FakeRequest request, String detail)
      throws Exception {
    assertThat(proxy.ask(request).field("Cache-Status"))
        .startsWith("api-buddy; fwd=")
        .endsWith("; detail=" + detail)
        .doesNotContain("stored");
    int calls = proxy.upstream.calls();
    proxy.ask(request);
    assertThat(proxy.upstream.calls()).isEqualTo(calls + 1);
  }

  @Test
  void cookiesAreRelayedLiveAndNotStored() throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok("Set-Cookie", "a=1", "Set-Cookie", "b=2"))) {
      assertThat(proxy.get("/api/x").field("Set-Cookie")).isEqualTo("a=1, b=2");
      CoreFixture.Answer hit = proxy.get("/api/x");

      assertThat(hit.field("X-Cache")).isEqualTo("HIT");
      assertThat(hit.field("Set-Cookie")).isEmpty();
    }
  }

  @Test
  void rateLimitFieldsAreRelayedLiveAndOmittedFromHits() throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok("X-RateLimit-Remaining", "3"))) {
      assertThat(proxy.get("/api/x").field("X-RateLimit-Remaining")).isEqualTo("3");
      assertThat(proxy.get("/api/x").field("X-RateLimit-Remaining")).isEmpty();
    }
  }

  @Test
  void noStoreOfTheUpstreamIsObeyedUnlessConfiguredOtherwise() throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok("Cache-Control", "no-store"))) {
      assertNotStored(proxy, FakeRequest.get("/api/x"), "no-store");
    }
    try (CoreFixture proxy =
        new CoreFixture(ok("Cache-Control", "no-store"), new CacheSettings().ignoringNoStore())) {
      proxy.get("/api/x");
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("HIT");
    }
  }

  @Test
  void noticeAboutNoStoreIsGivenOncePerAlias() throws Exception {
    assertThat(notices(ok("Cache-Control", "no-store"), "/api/x", "/api/y", "/other/x"))
        .extracting(Notice::message)
        .hasSize(2)
        .first()
        .asString()
        .startsWith("api: ")
        .contains("domain_mappings.api.ignore_no_store", "cache.ignore_no_store");
  }

  @ParameterizedTest
  @ValueSource(ints = {206, 302, 401, 404, 500})
  void noNoticeAboutNoStoreIsGivenIfTheStatusIsNotStoredEither(int status) throws Exception {
    FakeUpstream upstream =
        new FakeUpstream(UpstreamAnswer.of(status, CoreFixture.BODY, "Cache-Control", "no-store"));

    assertThat(notices(upstream, "/api/x")).isEmpty();
  }

  @Test
  void noNoticeAboutNoStoreIsGivenAboutAnAnswerThatIsTooSmall() throws Exception {
    FakeUpstream upstream =
        new FakeUpstream(
            UpstreamAnswer.of(200, "x", "Cache-Control", "no-store", "Content-Length", "1"));

    assertThat(notices(upstream, "/api/x")).isEmpty();
  }

  private static List<Notice> notices(FakeUpstream upstream, String... targets) throws Exception {
    List<Notice> told = new CopyOnWriteArrayList<>();
    ExchangeListener listener =
        new ExchangeListener() {
          @Override
          public void onNotice(Notice notice) {
            told.add(notice);
          }
        };
    try (CoreFixture proxy =
        new CoreFixture(upstream, UnaryOperator.identity(), ports -> ports.listener(listener))) {
      for (String target : targets) {
        proxy.get(target);
      }
    }
    return told;
  }

  @ParameterizedTest
  @ValueSource(strings = {"private", "no-cache", "max-age=0", "must-revalidate, max-age=0"})
  void otherDirectivesOfTheUpstreamAreIgnored(String cacheControl) throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok("Cache-Control", cacheControl, "Expires", "0"))) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofDays(6));

      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("HIT");
    }
  }

  @Test
  void partialContentIsNotStored() throws Exception {
    FakeUpstream upstream =
        new FakeUpstream(
            UpstreamAnswer.of(206, CoreFixture.BODY, "Content-Range", "bytes 0-199/400"));
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      assertNotStored(proxy, FakeRequest.get("/api/x", "Range", "bytes=0-199"), "range");
      assertNotStored(proxy, FakeRequest.get("/api/x"), "status-not-cacheable");
      assertThat(upstream.received().get(0).request().headers().first("Range"))
          .isEqualTo("bytes=0-199");
    }
  }

  @ParameterizedTest
  @CsvSource({"CACHE, false", "CACHE, true", "RECORD, false"})
  void answerWithARowRangeIsStoredAsAWholeAndRowRangesAreForwarded(CacheMode mode, boolean http)
      throws Exception {
    FakeUpstream upstream =
        new FakeUpstream(
            received -> {
              boolean part = received.request().headers().contains("Range");
              String rows = part ? "0-9/*" : "0-99/*";
              return UpstreamAnswer.of(
                  200, CoreFixture.BODY, "Content-Range", rows, "Cache-Control", "max-age=60");
            });
    CacheSettings settings = http ? new CacheSettings().http() : new CacheSettings();
    try (CoreFixture proxy = new CoreFixture(upstream, settings.mode(mode))) {
      for (String outcome : List.of("MISS", "HIT")) {
        CoreFixture.Answer part = proxy.get("/api/x", "Range", "0-9", "Range-Unit", "items");
        CoreFixture.Answer whole = proxy.get("/api/x");

        assertThat(part.field("Content-Range")).isEqualTo("0-9/*");
        assertThat(whole.field("Content-Range")).isEqualTo("0-99/*");
        assertThat(whole.field("X-Cache")).isEqualTo(outcome);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"99, too-small", "1001, too-large"})
  void answerWhoseContentLengthIsOutOfBoundsIsNotStored(int size, String detail) throws Exception {
    try (CoreFixture proxy =
        new CoreFixture(
            new FakeUpstream(UpstreamAnswer.of(200, "x".repeat(size))),
            new CacheSettings().responses(100, 1000))) {
      assertNotStored(proxy, FakeRequest.get("/api/x"), detail);
      assertThat(proxy.get("/api/x").body()).hasSize(size);
    }
  }

  @ParameterizedTest
  @CsvSource({"99, MISS", "100, HIT", "1000, HIT", "1001, MISS"})
  void answerWithoutContentLengthIsStoredIfItProvesWithinBounds(int size, String second)
      throws Exception {
    try (CoreFixture proxy =
        new CoreFixture(
            new FakeUpstream(UpstreamAnswer.streamed(200).send("x".repeat(size))),
            new CacheSettings().responses(100, 1000))) {
      assertThat(proxy.get("/api/x").body()).hasSize(size);
      CoreFixture.Answer again = proxy.get("/api/x");

      assertThat(again.body()).hasSize(size);
      assertThat(again.field("X-Cache")).isEqualTo(second);
    }
  }

  @Test
  void bodyBeyondTheLargestSizeIsPassedOnWhole() throws Exception {
    int pieces = 60;
    UpstreamAnswer answer = UpstreamAnswer.streamed(200);
    for (int i = 0; i < pieces; i++) {
      answer = answer.send(new byte[32 << 10]);
    }
    try (CoreFixture proxy =
        new CoreFixture(new FakeUpstream(answer), new CacheSettings().responses(0, 100_000))) {
      assertThat(proxy.get("/api/x").body()).hasSize(pieces * (32 << 10));
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("MISS");
      proxy.awaitIdle();
      assertThat(proxy.upstream.openResponses()).isZero();
    }
  }

  @Test
  void variantsAreStoredSeparately() throws Exception {
    FakeUpstream upstream =
        new FakeUpstream(
            received ->
                UpstreamAnswer.of(
                    200,
                    "x".repeat(200) + received.request().headers().first("X-Lang"),
                    "Vary",
                    "X-Lang"));
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      proxy.get("/api/x", "X-Lang", "de");
      assertThat(proxy.get("/api/x", "X-Lang", "en").field("Cache-Status"))
          .contains("fwd=vary-miss");
      assertThat(proxy.get("/api/x", "X-Lang", "de").body()).endsWith("de");
      assertThat(proxy.get("/api/x", "X-Lang", "en").body()).endsWith("en");
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("MISS");
      assertThat(upstream.calls()).isEqualTo(3);
    }
  }

  @Test
  void answerWithVaryAsteriskIsNotStored() throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok("Vary", "*"))) {
      assertNotStored(proxy, FakeRequest.get("/api/x"), "vary-asterisk");
    }
  }

  @Test
  void credentialsShareEntriesOnlyIfConfigured() throws Exception {
    List<FakeRequest> requests =
        List.of(
            FakeRequest.get("/api/x"),
            FakeRequest.get("/api/x", "Authorization", "Bearer a"),
            FakeRequest.get("/api/x", "Authorization", "Bearer b"),
            FakeRequest.get("/api/x", "Cookie", "a"));
    try (CoreFixture proxy = new CoreFixture(ok())) {
      for (FakeRequest request : requests) {
        assertThat(proxy.ask(request).field("X-Cache")).isEqualTo("MISS");
        assertThat(proxy.ask(request).field("X-Cache")).isEqualTo("HIT");
      }
      assertThat(proxy.get("/api/x?key=a").field("X-Cache")).isEqualTo("MISS");
      assertThat(proxy.get("/api/x?key=b").field("X-Cache")).isEqualTo("MISS");
      assertThat(proxy.upstream.received().get(5).request().target()).isEqualTo("/v1/x?key=b");
    }
    try (CoreFixture proxy = new CoreFixture(ok(), new CacheSettings().sharing())) {
      for (FakeRequest request : requests) {
        proxy.ask(request);
      }
      assertThat(proxy.upstream.calls()).isEqualTo(1);
    }
  }

  @Test
  void errorsAreStoredIfConfiguredButNotThoseOfOneMoment() throws Exception {
    try (CoreFixture proxy =
        new CoreFixture(
            new FakeUpstream(
                received ->
                    UpstreamAnswer.of(
                        Integer.parseInt(received.request().target().substring(4)),
                        CoreFixture.BODY)),
            new CacheSettings().storingErrors())) {
      proxy.get("/api/404");
      CoreFixture.Answer hit = proxy.get("/api/404");
      assertThat(hit.status()).isEqualTo(404);
      assertThat(hit.field("X-Cache")).isEqualTo("HIT");
      assertNotStored(proxy, FakeRequest.get("/api/429"), "status-not-cacheable");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "PATCH", "POST"})
  void unsafeMethodsInvalidateTheStoredGetsOfTheirUrl(String method) throws Exception {
    try (CoreFixture proxy = new CoreFixture(echoingTargets())) {
      proxy.get("/api/x?b=1&a=1");
      proxy.get("/api/x?a=1&b=1", "Accept", "other");
      proxy.get("/api/y");
      proxy.ask(FakeRequest.post("/api/x?a=1&b=1", "kept"));
      proxy.get("/api/x?b=1&a=1");
      proxy.ask(FakeRequest.of(method, "/api/x?a=1&b=1"));

      assertThat(proxy.get("/api/x?b=1&a=1").field("X-Cache")).isEqualTo("MISS");
      assertThat(proxy.get("/api/x?b=1&a=1", "Accept", "other").field("X-Cache")).isEqualTo("MISS");
      assertThat(proxy.get("/api/y").field("X-Cache")).isEqualTo("HIT");
      assertThat(proxy.ask(FakeRequest.post("/api/x?a=1&b=1", "kept")).field("X-Cache"))
          .isEqualTo("HIT");
    }
  }

  @ParameterizedTest
  @CsvSource({"OPTIONS, 200", "PUT, 404", "DELETE, 500"})
  void safeMethodsAndErrorsInvalidateNothing(String method, int status) throws Exception {
    FakeUpstream upstream =
        new FakeUpstream(
            received ->
                UpstreamAnswer.of(
                    received.request().method().equals("GET") ? 200 : status, CoreFixture.BODY));
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      proxy.get("/api/x");
      proxy.ask(FakeRequest.of(method, "/api/x"));

      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("HIT");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void answerLargerThanTheStoreEvictsNothing(boolean announced) throws Exception {
    byte[] large = new byte[1_200_000];
    UpstreamAnswer tooLarge =
        announced ? UpstreamAnswer.of(200, large) : UpstreamAnswer.streamed(200).send(large);
    try (CoreFixture proxy =
        new CoreFixture(
            new FakeUpstream(
                request ->
                    request.request().target().endsWith("/large")
                        ? tooLarge
                        : UpstreamAnswer.of(200, CoreFixture.BODY)))) {
      proxy.bound(10);
      proxy.get("/api/small");

      CoreFixture.Answer answer = proxy.get("/api/large");

      assertThat(answer.body()).hasSize(large.length);
      assertThat(answer.field("Cache-Status")).endsWith(announced ? "detail=too-large" : "stored");
      assertThat(proxy.get("/api/large").field("X-Cache")).isEqualTo("MISS");
      assertThat(proxy.get("/api/small").field("X-Cache")).isEqualTo("HIT");
      assertThat(proxy.core.storeFailure()).isEmpty();
    }
  }

  @Test
  void requestsWithOtherMethodsThanConfiguredAreForwardedUncached() throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok(), new CacheSettings().methods("GET"))) {
      for (int i = 0; i < 2; i++) {
        CoreFixture.Answer answer = proxy.ask(FakeRequest.post("/api/x", "a"));
        assertThat(answer.field("Cache-Status")).isEqualTo("api-buddy; fwd=method; fwd-status=200");
        assertThat(answer.field("X-Cache")).isEqualTo("BYPASS");
      }
      assertThat(proxy.upstream.calls()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 100_001})
  void aRequestTooLargeForAKeyIsPassedOnWhole(long announced) throws Exception {
    byte[] content = new byte[100_001];
    content[100_000] = 7;
    try (CoreFixture proxy = new CoreFixture(ok(), new CacheSettings().maxKeyBody(100_000))) {
      CoreFixture.Answer answer =
          proxy.ask(
              FakeRequest.of("POST", "/api/x")
                  .withBody(Body.Stream.of(new ByteArrayInputStream(content), announced)));

      assertThat(answer.field("Cache-Status"))
          .isEqualTo("api-buddy; fwd=bypass; fwd-status=200; detail=request-too-large");
      assertThat(proxy.upstream.received().get(0).content().toByteArray()).isEqualTo(content);
    }
  }

  @Test
  void clearingRemovesDurably() throws Exception {
    List<EntrySelector> removed = new CopyOnWriteArrayList<>();
    Storage storage = new InMemoryStorage(AdapterContext.of(Settings.NONE));
    ResponseStore watched =
        new ForwardingResponseStore(storage.responses()) {
          @Override
          public long removeDurably(EntrySelector selector) {
            removed.add(selector);
            return super.removeDurably(selector);
          }
        };
    try (CoreFixture proxy =
        new CoreFixture(
            ok(),
            UnaryOperator.identity(),
            CoreFixture.storage(
                new ForwardingStorage(storage) {
                  @Override
                  public ResponseStore responses() {
                    return watched;
                  }
                }))) {
      proxy.get("/api/x");

      assertThat(proxy.core.clear("api")).isEqualTo(1);
      assertThat(removed).containsExactly(new EntrySelector.ByDomain("api"));
    }
  }

  @Test
  void clearingRemovesTheEntriesOfOneAliasOrAll() throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok())) {
      proxy.get("/api/x");
      proxy.get("/other/x");
      assertThat(proxy.core.clear("api")).isEqualTo(1);
      assertThat(proxy.get("/other/x").field("X-Cache")).isEqualTo("HIT");
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("MISS");
      assertThat(proxy.core.clear(null)).isEqualTo(2);
    }
  }
}
