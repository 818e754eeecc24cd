package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.apibuddy.domain.FailingStore.Operation;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoredResponse;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mode {@code record}. */
@Tag("any-jvm")
class RecordModeTest {
  private static final String RECORDED = "api-buddy; fwd=uri-miss; fwd-status=200; stored";

  private final InMemoryStorage storage = new InMemoryStorage(AdapterContext.of(Settings.NONE));

  private CoreFixture recording(FakeUpstream upstream) {
    return recording(upstream, new CacheSettings());
  }

  private CoreFixture recording(FakeUpstream upstream, CacheSettings cache) {
    return new CoreFixture(upstream, cache.mode(CacheMode.RECORD), CoreFixture.storage(storage));
  }

  /** Answers with the number of the call. */
  private static FakeUpstream numbered(String... fields) {
    int[] calls = new int[1];
    return new FakeUpstream(received -> UpstreamAnswer.of(200, "answer " + ++calls[0], fields));
  }

  private List<StoredResponse> entries() {
    return storage.responses().entries(EntryQuery.first(EntrySelector.ALL, 100)).entries();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "QUERY"})
  void everyMethodIsRecordedOnce(String method) throws Exception {
    try (CoreFixture proxy = recording(numbered())) {
      FakeRequest request = FakeRequest.of(method, "/api/x").withBody("{}");
      assertThat(proxy.ask(request).field("Cache-Status")).isEqualTo(RECORDED);
      proxy.clock.advance(Duration.ofDays(1000));
      CoreFixture.Answer again = proxy.ask(request);

      assertThat(again.field("X-Cache")).isEqualTo("HIT");
      assertThat(again.field("Cache-Status")).startsWith("api-buddy; hit; ttl=-");
      assertThat(again.body()).isEqualTo("answer 1");
      assertThat(proxy.upstream.calls()).isEqualTo(1);
    }
  }

  @Test
  void contentDistinguishesRecordingsOfPutsToo() throws Exception {
    try (CoreFixture proxy = recording(numbered())) {
      proxy.ask(FakeRequest.of("PUT", "/api/x").withBody("a"));
      proxy.ask(FakeRequest.of("PUT", "/api/x").withBody("b"));

      assertThat(proxy.ask(FakeRequest.of("PUT", "/api/x").withBody("a")).body())
          .isEqualTo("answer 1");
      assertThat(proxy.ask(FakeRequest.of("PUT", "/api/x").withBody("b")).body())
          .isEqualTo("answer 2");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204, 205, 302, 307, 401, 403, 404, 408, 425, 429, 500, 503, 599})
  void everyStatusIsRecorded(int status) throws Exception {
    String content = status == 204 || status == 205 ? "" : "x";
    String[] fields = status < 300 ? new String[0] : new String[] {"Retry-After", "1"};
    try (CoreFixture proxy =
        recording(new FakeUpstream(UpstreamAnswer.of(status, content, fields)))) {
      proxy.get("/api/x");
      proxy.mode(CacheMode.REPLAY);
      CoreFixture.Answer again = proxy.get("/api/x");

      assertThat(again.status()).isEqualTo(status);
      assertThat(again.field("X-Cache")).isEqualTo("HIT");
      assertThat(again.field("Retry-After")).isEqualTo(status < 300 ? "" : "1");
      assertThat(again.head().headers().contains("Content-Length")).isEqualTo(status != 204);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 409, 500, 502, 504, 599})
  void errorThatIsNoRefusalForTheMomentIsRecordedOnce(int status) throws Exception {
    try (CoreFixture proxy = recording(new FakeUpstream(UpstreamAnswer.of(status, "x")))) {
      FakeRequest request = FakeRequest.of("POST", "/api/x").withBody("{}");
      proxy.ask(request);

      assertThat(proxy.ask(request).field("X-Cache")).isEqualTo("HIT");
      assertThat(proxy.upstream.calls()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, 503, 200",
    "POST, 529, 500",
    "POST, 429, 502",
    "PUT, 408, 404",
    "DELETE, 425, 200"
  })
  void refusalForTheMomentGivesWayToTheAnswerToARetry(String method, int status, int last)
      throws Exception {
    Iterator<UpstreamAnswer> answers =
        List.of(
                UpstreamAnswer.of(status, "wait", "Vary", "X-Lang"),
                UpstreamAnswer.of(503, "still"),
                UpstreamAnswer.of(last, "here"))
            .iterator();
    FakeRequest request = FakeRequest.of(method, "/api/x", "X-Lang", "de").withBody("{}");
    try (CoreFixture proxy = recording(new FakeUpstream(received -> answers.next()))) {
      assertThat(proxy.ask(request).body()).isEqualTo("wait");
      CoreFixture.Answer second = proxy.ask(request);
      assertThat(second.body()).isEqualTo("still");
      assertThat(second.field("Cache-Status"))
          .isEqualTo("api-buddy; fwd=stale; fwd-status=503; stored");
      proxy.mode(CacheMode.REPLAY);
      assertThat(proxy.ask(request).body()).isEqualTo("still");
      proxy.mode(CacheMode.RECORD);
      assertThat(proxy.ask(request).body()).isEqualTo("here");

      assertThat(entries()).hasSize(1);
      assertThat(proxy.ask(request).field("X-Cache")).isEqualTo("HIT");
      proxy.mode(CacheMode.REPLAY);
      assertThat(proxy.ask(request).body()).isEqualTo("here");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "429, X-Lang, true",
    "429, X-Lang, false",
    "500, X-Lang, true",
    "500, X-Lang, false",
    "500, '', true",
    "500, '', false"
  })
  void errorThatMayPassGivesWayToTheAnswerToARequestInFlight(
      int status, String vary, boolean failsFirst) throws Exception {
    Gate failing = new Gate();
    Gate answered = new Gate();
    FakeUpstream upstream =
        new FakeUpstream(
            received -> {
              boolean fails = received.request().headers().contains("X-Failing");
              (fails ? failing : answered).pass();
              return fails
                  ? UpstreamAnswer.of(status, "error")
                  : UpstreamAnswer.of(200, "here", "Vary", vary);
            });
    try (CoreFixture proxy = recording(upstream, new CacheSettings().withoutCoalescing())) {
      var error = proxy.asking(FakeRequest.get("/api/x", "X-Lang", "de", "X-Failing", "1"));
      var answer = proxy.asking(FakeRequest.get("/api/x", "X-Lang", "de"));
      failing.awaitArrival();
      answered.awaitArrival();
      (failsFirst ? failing : answered).open();
      (failsFirst ? error : answer).get();
      (failsFirst ? answered : failing).open();
      assertThat(error.get().body()).isEqualTo("error");
      assertThat(answer.get().body()).isEqualTo("here");

      assertThat(entries()).extracting(stored -> stored.response().status()).containsExactly(200);
    }
  }

  @Test
  void ofTwoErrorsInFlightTheFirstIsRecorded() throws Exception {
    Gate first = new Gate();
    Gate second = new Gate();
    FakeUpstream upstream =
        new FakeUpstream(
            received -> {
              boolean isFirst = received.request().headers().contains("X-First");
              (isFirst ? first : second).pass();
              return UpstreamAnswer.of(isFirst ? 500 : 502, "error");
            });
    try (CoreFixture proxy = recording(upstream, new CacheSettings().withoutCoalescing())) {
      var one = proxy.asking(FakeRequest.get("/api/x", "X-First", "1"));
      var other = proxy.asking(FakeRequest.get("/api/x"));
      first.awaitArrival();
      second.awaitArrival();
      first.open();
      one.get();
      second.open();
      other.get();

      assertThat(entries()).extracting(stored -> stored.response().status()).containsExactly(500);
    }
  }

  @ParameterizedTest
  @CsvSource({"500, ''", "500, X-Lang", "429, ''"})
  void jobsStateThatWasRecordedMeanwhileStaysIfTheAnswerIsAnErrorThatMayPass(
      int status, String vary) throws Exception {
    Gate late = new Gate();
    FakeUpstream upstream =
        new FakeUpstream(
            received -> {
              boolean fails = received.request().headers().contains("X-Late");
              if (fails) {
                late.pass();
              }
              return fails
                  ? UpstreamAnswer.of(status, "error", "Vary", vary)
                  : UpstreamAnswer.of(202, "running");
            });
    try (CoreFixture proxy = recording(upstream, new CacheSettings().withoutCoalescing())) {
      var error = proxy.asking(FakeRequest.get("/api/x", "X-Late", "1"));
      late.awaitArrival();
      assertThat(proxy.get("/api/x").body()).isEqualTo("running");
      late.open();
      assertThat(error.get().body()).isEqualTo("error");

      assertThat(entries()).extracting(stored -> stored.response().status()).containsExactly(202);
    }
  }

  @Test
  void refusalOfAnotherCredentialOrVariantStays() throws Exception {
    FakeUpstream upstream =
        new FakeUpstream(
            received -> {
              Headers sent = received.request().headers();
              boolean fails = !"b".equals(sent.first("X-Again"));
              return UpstreamAnswer.of(fails ? 503 : 200, "x", "Vary", fails ? "X-Lang" : "X-A");
            });
    try (CoreFixture proxy = recording(upstream)) {
      proxy.get("/api/x", "X-Lang", "de", "Authorization", "one");
      proxy.get("/api/x", "X-Lang", "en", "Authorization", "one");
      proxy.get("/api/x", "X-Lang", "de", "Authorization", "two");

      proxy.get("/api/x", "X-Lang", "de", "Authorization", "two", "X-Again", "b");
      assertThat(entries())
          .extracting(stored -> stored.response().status())
          .containsExactlyInAnyOrder(503, 503, 200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Cache-Control, no-store",
    "Cache-Control, 'private, no-cache, max-age=0'",
    "CDN-Cache-Control, no-store",
    "Expires, 0",
    "Vary, *",
  })
  void fieldsThatForbidStoringAreIgnored(String field, String value) throws Exception {
    for (CacheSettings policy : List.of(new CacheSettings(), new CacheSettings().http())) {
      try (CoreFixture proxy = recording(numbered(field, value), policy)) {
        proxy.get("/api/x", "Authorization", "Bearer a");

        assertThat(proxy.get("/api/x", "Authorization", "Bearer a").field("X-Cache"))
            .isEqualTo("HIT");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Mcp-Session-Id, Accept, application/json",
    "Grpc-Status, Content-Type, application/grpc-web",
    "access-token, X-Amz-Target, AWSCognitoIdentityProviderService.InitiateAuth",
  })
  void answersThatModeCacheNeverStoresAreRecorded(String answered, String field, String value)
      throws Exception {
    String content = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\"}";
    try (CoreFixture proxy = recording(numbered(answered, "14"))) {
      proxy.ask(FakeRequest.post("/api/x", content, field, value));
      proxy.mode(CacheMode.REPLAY);

      assertThat(proxy.ask(FakeRequest.post("/api/x", content, field, value)).body())
          .isEqualTo("answer 1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Cache-Control, no-cache",
    "Cache-Control, no-store",
    "Cache-Control, max-age=0",
    "Cache-Control, min-fresh=99999999",
    "Pragma, no-cache",
    "X-API-Buddy-Cache, refresh",
    "X-API-Buddy-Cache, bypass",
    "X-API-Buddy-Cache, only",
    "X-API-Buddy-Cache, nonsense",
  })
  void cacheDirectivesOfTheRequestAreIgnored(String field, String value) throws Exception {
    try (CoreFixture proxy = recording(numbered())) {
      assertThat(proxy.get("/api/x", field, value).field("Cache-Status")).isEqualTo(RECORDED);
      assertThat(proxy.get("/api/x", field, value).field("X-Cache")).isEqualTo("HIT");
      assertThat(proxy.upstream.calls()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3 << 20})
  void boundsOnResponseSizesAreIgnored(int size) throws Exception {
    try (CoreFixture proxy =
        recording(
            new FakeUpstream(UpstreamAnswer.of(200, "x".repeat(size))),
            new CacheSettings().responses(100, 1000))) {
      assertThat(proxy.get("/api/x").field("Cache-Status")).isEqualTo(RECORDED);
      CoreFixture.Answer again = proxy.get("/api/x");

      assertThat(again.field("X-Cache")).isEqualTo("HIT");
      assertThat(again.body()).hasSize(size);
    }
  }

  @Test
  void credentialsShareARecordingOnlyIfConfigured() throws Exception {
    String[][] credentials = {{}, {"Authorization", "Bearer a"}, {"X-Api-Key", "b"}};
    try (CoreFixture proxy = recording(numbered())) {
      for (String[] credential : credentials) {
        assertThat(proxy.get("/api/x", credential).field("X-Cache")).isEqualTo("MISS");
        assertThat(proxy.get("/api/x", credential).field("X-Cache")).isEqualTo("HIT");
      }
      assertThat(proxy.get("/api/x?key=c").field("X-Cache")).isEqualTo("MISS");
      assertThat(proxy.get("/api/x?key=d").field("X-Cache")).isEqualTo("MISS");
      assertThat(proxy.get("/api/x?key=c").body()).isEqualTo("answer 4");
    }
    try (CoreFixture proxy = recording(numbered(), new CacheSettings().sharing())) {
      for (String[] credential : credentials) {
        proxy.get("/api/y", credential);
      }
      assertThat(proxy.upstream.calls()).isEqualTo(1);
    }
  }

  @Test
  void equalRequestsInFlightMakeOneCallForEachCredential() throws Exception {
    Gate gate = new Gate();
    FakeUpstream upstream =
        FakeUpstream.behind(
            gate,
            received ->
                UpstreamAnswer.of(
                    200, "for " + received.request().headers().first("Authorization")));
    try (CoreFixture proxy = recording(upstream)) {
      var first = proxy.asking(FakeRequest.post("/api/x", "a", "Authorization", "one"));
      gate.awaitArrival();
      List<Background<CoreFixture.Answer>> asking = new ArrayList<>();
      for (String credential : List.of("one", "two", "two", "two")) {
        asking.add(proxy.asking(FakeRequest.post("/api/x", "a", "Authorization", credential)));
      }
      asking.forEach(one -> one.awaitWaitingIn("awaitHead", "pass"));
      gate.open();

      assertThat(first.get().body()).isEqualTo("for one");
      assertThat(asking.get(0).get().body()).isEqualTo("for one");
      for (Background<CoreFixture.Answer> other : asking.subList(1, 4)) {
        assertThat(other.get().body()).isEqualTo("for two");
      }
      assertThat(upstream.calls()).isEqualTo(2);
    }
  }

  @Test
  void varyIsHonoured() throws Exception {
    try (CoreFixture proxy = recording(numbered("Vary", "X-Lang"))) {
      proxy.get("/api/x", "X-Lang", "de");
      assertThat(proxy.get("/api/x", "X-Lang", "en").field("Cache-Status"))
          .contains("fwd=vary-miss");

      assertThat(proxy.get("/api/x", "X-Lang", "de").body()).isEqualTo("answer 1");
      assertThat(proxy.get("/api/x", "X-Lang", "en").body()).isEqualTo("answer 2");
    }
  }

  @ParameterizedTest
  @CsvSource({"200, RECORD", "200, REPLAY", "400, RECORD", "400, REPLAY"})
  void answerWithoutVaryHidesNoRecordedVariant(int status, CacheMode mode) throws Exception {
    FakeUpstream upstream =
        new FakeUpstream(
            received -> {
              String value = received.request().headers().first("X-A");
              return value == null
                  ? UpstreamAnswer.of(status, "for all")
                  : UpstreamAnswer.of(200, "for " + value, "Vary", "X-A");
            });
    try (CoreFixture proxy = recording(upstream)) {
      proxy.get("/api/x", "X-A", "one", "Authorization", "a");
      assertThat(proxy.get("/api/x", "Authorization", "a").body()).isEqualTo("for all");
      proxy.mode(mode);

      for (int turn = 0; turn < 2; turn++) { // from memory, too
        assertThat(proxy.get("/api/x", "X-A", "one", "Authorization", "a").body())
            .isEqualTo("for one");
        assertThat(proxy.get("/api/x", "Authorization", "a").body()).isEqualTo("for all");
      }
      if (mode == CacheMode.REPLAY) {
        assertThat(proxy.get("/api/x", "X-A", "one").body()).isEqualTo("for one");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void requestedMethodDistinguishesRecordedPreflights(boolean http) throws Exception {
    CacheSettings settings = http ? new CacheSettings().http() : new CacheSettings();
    try (CoreFixture proxy = recording(numbered(), settings)) {
      for (String method : List.of("PUT", "DELETE")) {
        proxy.ask(FakeRequest.of("OPTIONS", "/api/x", "Access-Control-Request-Method", method));
      }
      assertThat(
              proxy
                  .ask(FakeRequest.of("OPTIONS", "/api/x", "Access-Control-Request-Method", "PUT"))
                  .body())
          .isEqualTo("answer 1");
      assertThat(proxy.upstream.calls()).isEqualTo(2);
    }
  }

  @Test
  void recordedGetAnswersHeadFromMemory() throws Exception {
    try (CoreFixture proxy = recording(numbered())) {
      proxy.get("/api/x");
      for (CacheMode mode : List.of(CacheMode.RECORD, CacheMode.REPLAY)) {
        proxy.mode(mode);

        assertThat(proxy.core.handleImmediately(FakeRequest.of("HEAD", "/api/x"))).isPresent();
      }
    }
  }

  @Test
  void recordedVariantsAreNotBounded() throws Exception {
    try (CoreFixture proxy = recording(numbered("Vary", "X-A"))) {
      for (int i = 1; i <= 70; i++) {
        proxy.get("/api/x", "X-A", Integer.toString(i));
      }

      assertThat(proxy.get("/api/x", "X-A", "1").body()).isEqualTo("answer 1");
      assertThat(entries()).hasSize(70);
      assertThat(proxy.upstream.calls()).isEqualTo(70);
    }
  }

  @Test
  void requestedVariantIsRecordedSeparately() throws Exception {
    try (CoreFixture proxy = recording(numbered())) {
      proxy.get("/api/x");
      assertThat(proxy.get("/api/x", "X-API-Buddy-Variant", "2").body()).isEqualTo("answer 2");
      assertThat(proxy.get("/api/x").body()).isEqualTo("answer 1");
    }
  }

  @Test
  void cookiesAreRelayedLiveAndNotRecorded() throws Exception {
    try (CoreFixture proxy = recording(numbered("Set-Cookie", "a=1"))) {
      assertThat(proxy.get("/api/x").field("Set-Cookie")).isEqualTo("a=1");
      assertThat(proxy.get("/api/x").field("Set-Cookie")).isEmpty();
    }
  }

  @Test
  void headIsAnsweredByItsOwnRecordingElseByThatOfAGet() throws Exception {
    FakeUpstream upstream =
        new FakeUpstream(
            received ->
                received.request().method().equals("HEAD")
                    ? new UpstreamAnswer(
                        new ResponseHead(200, Headers.of("Content-Length", "6", "ETag", "\"h\"")),
                        0,
                        List.of(),
                        Headers.EMPTY,
                        List.of(),
                        ProtocolVersion.HTTP_1_1,
                        false)
                    : UpstreamAnswer.of(200, "answer", "ETag", "\"g\""));
    try (CoreFixture proxy = recording(upstream)) {
      FakeRequest head = FakeRequest.of("HEAD", "/api/x");
      assertThat(proxy.ask(head).field("Cache-Status")).isEqualTo(RECORDED);
      CoreFixture.Answer again = proxy.ask(head);
      assertThat(again.field("X-Cache")).isEqualTo("HIT");
      assertThat(again.field("ETag")).isEqualTo("\"h\"");
      assertThat(again.field("Content-Length")).isEqualTo("6");
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("MISS");

      assertThat(proxy.ask(head).field("ETag")).isEqualTo("\"h\"");
      assertThat(proxy.get("/api/x").body()).isEqualTo("answer");
      proxy.get("/api/y");
      assertThat(proxy.ask(FakeRequest.of("HEAD", "/api/y")).field("ETag")).isEqualTo("\"g\"");
      assertThat(upstream.calls()).isEqualTo(3);
    }
  }

  @Test
  void rangeIsServedFromARecordingElseForwardedAndNotRecorded() throws Exception {
    FakeUpstream upstream =
        new FakeUpstream(
            received ->
                received.request().headers().contains("Range")
                    ? UpstreamAnswer.of(206, "sw", "Content-Range", "bytes 2-3/6")
                    : UpstreamAnswer.of(200, "answer"));
    try (CoreFixture proxy = recording(upstream)) {
      for (int i = 0; i < 2; i++) {
        CoreFixture.Answer part = proxy.get("/api/x", "Range", "bytes=2-3");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.field("Cache-Status"))
            .isEqualTo("api-buddy; fwd=uri-miss; fwd-status=206; detail=range");
      }
      proxy.get("/api/x");
      CoreFixture.Answer part = proxy.get("/api/x", "Range", "bytes=2-3");

      assertThat(part.status()).isEqualTo(206);
      assertThat(part.body()).isEqualTo("sw");
      assertThat(part.field("X-Cache")).isEqualTo("HIT");
      assertThat(upstream.calls()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, If-None-Match, '\"1\"', 304",
    "GET, If-Modified-Since, 'Thu, 01 Jan 2026 00:00:00 GMT', 304",
    "HEAD, If-None-Match, '\"1\"', 304",
    "HEAD, Range, bytes=2-3, 200",
  })
  void inHttpPolicyConditionsAndRangesAreDroppedAndTheWholeIsRecorded(
      String method, String field, String value, int status) throws Exception {
    CacheSettings http = new CacheSettings().http();
    String[] validators = {"ETag", "\"1\"", "Last-Modified", "Wed, 31 Dec 2025 00:00:00 GMT"};
    try (CoreFixture proxy = recording(numbered(validators), http)) {
      CoreFixture.Answer answer = proxy.ask(FakeRequest.of(method, "/api/x", field, value));

      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.field("Cache-Status")).isEqualTo(RECORDED);
      assertThat(proxy.upstream.received().get(0).request().headers().contains(field)).isFalse();
      assertThat(proxy.ask(FakeRequest.of(method, "/api/x")).field("X-Cache")).isEqualTo("HIT");
    }
  }

  @ParameterizedTest
  @CsvSource({"Content-Range, bytes 2-3/6", "Content-Type, multipart/byteranges; boundary=a"})
  void partialContentIsNotRecorded(String field, String value) throws Exception {
    try (CoreFixture proxy =
        recording(new FakeUpstream(UpstreamAnswer.of(206, "sw", field, value)))) {
      assertThat(proxy.get("/api/x").field("Cache-Status"))
          .isEqualTo("api-buddy; fwd=uri-miss; fwd-status=206; detail=status-not-cacheable");
      assertThat(entries()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 200_000})
  void aTruncatedAnswerIsNotRecorded(int announced) throws Exception {
    try (CoreFixture proxy =
        recording(new FakeUpstream(UpstreamAnswer.cutAfter(60, new byte[announced])))) {
      assertThatThrownBy(() -> proxy.get("/api/x")).isInstanceOf(UncheckedIOException.class);
      proxy.awaitIdle();
      assertThat(entries()).isEmpty();
    }
  }

  @Test
  void conditionsOfChangesAreForwardedAndDistinguishRecordings() throws Exception {
    try (CoreFixture proxy = recording(numbered())) {
      for (String tag : List.of("\"1\"", "\"2\"")) {
        FakeRequest change = FakeRequest.of("PUT", "/api/x", "If-Match", tag).withBody("a");
        assertThat(proxy.ask(change).field("X-Cache")).isEqualTo("MISS");
        assertThat(proxy.ask(change).field("X-Cache")).isEqualTo("HIT");
      }
      FakeRequest creation = FakeRequest.of("PUT", "/api/x", "If-None-Match", "*").withBody("a");
      assertThat(proxy.ask(creation).field("X-Cache")).isEqualTo("MISS");
      assertThat(proxy.ask(creation).status()).isEqualTo(200);
      assertThat(proxy.upstream.received().get(2).request().headers().first("If-None-Match"))
          .isEqualTo("*");
    }
  }

  @Test
  void recordingsArePinnedAndSurvivePruningAndInvalidation() throws Exception {
    try (CoreFixture proxy = recording(numbered())) {
      proxy.get("/api/x");
      proxy.ask(FakeRequest.post("/api/x", "a"));
      proxy.ask(FakeRequest.of("DELETE", "/api/x"));
      storage.responses().prune(new PruneLimits(Instant.MAX, 0, 0, 100));
      assertThat(entries()).hasSize(3).allMatch(StoredResponse::pinned);
      proxy.mode(CacheMode.CACHE);
      proxy.get("/api/x");
      proxy.ask(FakeRequest.of("PUT", "/api/x"));
      assertThat(entries()).hasSize(3);
      proxy.mode(CacheMode.RECORD);

      assertThat(proxy.get("/api/x").body()).isEqualTo("answer 1");
      assertThat(proxy.core.clear("api")).isEqualTo(3);
    }
  }

  @Test
  void recordedChangeInvalidatesCachedGetsButNoRecordings() throws Exception {
    try (CoreFixture proxy = new CoreFixture(numbered(), new CacheSettings().responses(0, 1000))) {
      proxy.get("/api/x");
      proxy.mode(CacheMode.RECORD);
      proxy.get("/api/x");
      proxy.ask(FakeRequest.of("PUT", "/api/x"));
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("HIT");
      proxy.mode(CacheMode.CACHE);

      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("MISS");
    }
  }

  @Test
  void cachedAnswerIsNotUsedAsARecording() throws Exception {
    try (CoreFixture proxy = new CoreFixture(numbered(), new CacheSettings().responses(0, 1000))) {
      proxy.get("/api/x");
      proxy.mode(CacheMode.RECORD);
      assertThat(proxy.get("/api/x").body()).isEqualTo("answer 2");
      proxy.mode(CacheMode.CACHE);

      assertThat(proxy.get("/api/x").body()).isEqualTo("answer 1");
    }
  }

  @Test
  void anEventStreamIsPassedOnWhileItIsRecorded() throws Exception {
    Gate gate = new Gate();
    FakeUpstream upstream =
        new FakeUpstream(
            UpstreamAnswer.streamed(200, "Content-Type", "text/event-stream")
                .send("data: 1\n\n")
                .hold(gate)
                .send("data: 2\n\n"));
    try (CoreFixture proxy = recording(upstream)) {
      try (var live = proxy.respond(FakeRequest.post("/api/x", "a"))) {
        assertThat(new String(live.body().stream().readNBytes(9), StandardCharsets.UTF_8))
            .isEqualTo("data: 1\n\n");
        gate.open();
        assertThat(new String(live.body().stream().readAllBytes(), StandardCharsets.UTF_8))
            .isEqualTo("data: 2\n\n");
      }

      assertThat(proxy.ask(FakeRequest.post("/api/x", "a")).body())
          .isEqualTo("data: 1\n\ndata: 2\n\n");
      assertThat(upstream.calls()).isEqualTo(1);
    }
  }

  @Test
  void storeFullOfRecordingsIsAnErrorBeforeTheUpstreamIsAsked() throws Exception {
    List<Notice> notices = new CopyOnWriteArrayList<>();
    ExchangeListener listener =
        new ExchangeListener() {
          @Override
          public void onNotice(Notice event) {
            notices.add(event);
          }
        };
    FailingStore store = new FailingStore();
    try (CoreFixture proxy =
        new CoreFixture(
            numbered(),
            new CacheSettings().mode(CacheMode.RECORD),
            ports -> ports.storage(store).listener(listener))) {
      proxy.mode(CacheMode.RECORD, 2);
      proxy.get("/api/1");
      proxy.get("/api/2");
      CoreFixture.Answer refused = proxy.get("/api/3");

      assertThat(refused.status()).isEqualTo(507);
      assertThat(refused.field("X-API-Buddy-Error")).isEqualTo("not_recorded");
      assertThat(refused.field("X-Should-Retry")).isEqualTo("false");
      assertThat(refused.body()).contains("cache.max_entries");
      assertThat(proxy.upstream.calls()).isEqualTo(2);
      assertThat(proxy.get("/api/1").field("X-Cache")).isEqualTo("HIT");
      proxy.awaitIdle();
    }
    assertThat(notices)
        .extracting(Notice::level, Notice::code)
        .containsExactly(tuple(Notice.Level.ERROR, "recording-incomplete"));
  }

  @Test
  void roomForARecordingIsCheckedWithoutTheStatisticsOfTheStore() throws Exception {
    FailingStore store = new FailingStore();
    try (CoreFixture proxy =
        new CoreFixture(
            numbered(), new CacheSettings().mode(CacheMode.RECORD), CoreFixture.storage(store))) {
      proxy.mode(CacheMode.RECORD, 1);
      store.fail(StoreException.Kind.IO, Operation.STATS);
      proxy.get("/api/1");

      assertThat(proxy.get("/api/2").status()).isEqualTo(507);
      assertThat(proxy.upstream.calls()).isEqualTo(1);
    }
  }

  @Test
  void requestContentCountsTowardsTheSizeOfRecordings() throws Exception {
    String question = "x".repeat(60_000);
    try (CoreFixture proxy = recording(numbered())) {
      proxy.mode(CacheMode.RECORD, 1000);
      for (int i = 0; i < 18; i++) {
        FakeRequest request = FakeRequest.of("POST", "/api/" + i).withBody(question);
        assertThat(proxy.ask(request).field("Cache-Status")).isEqualTo(RECORDED);
      }

      assertThat(proxy.ask(FakeRequest.of("POST", "/api/x").withBody(question)).status())
          .isEqualTo(507);
      assertThat(proxy.upstream.calls()).isEqualTo(18);
    }
  }

  @Test
  void cachedEntriesMakeRoomForARecording() throws Exception {
    try (CoreFixture proxy = new CoreFixture(numbered(), new CacheSettings().responses(0, 1000))) {
      proxy.get("/api/1");
      proxy.get("/api/2");
      proxy.mode(CacheMode.RECORD, 2);

      assertThat(proxy.get("/api/3").field("Cache-Status")).isEqualTo(RECORDED);
    }
  }

  @Test
  void answerLargerThanTheStoreIsReplacedByAnError() throws Exception {
    FakeUpstream upstream = new FakeUpstream(UpstreamAnswer.of(200, new byte[1_200_000]));
    try (CoreFixture proxy =
        new CoreFixture(upstream, new CacheSettings().mode(CacheMode.RECORD))) {
      proxy.bound(10);

      CoreFixture.Answer refused = proxy.get("/api/x");

      assertThat(refused.status()).isEqualTo(507);
      assertThat(refused.field("X-API-Buddy-Error")).isEqualTo("not_recorded");
    }
  }

  @Test
  void streamThatOutgrowsTheStoreIsBrokenOff() throws Exception {
    FakeUpstream upstream =
        new FakeUpstream(UpstreamAnswer.streamed(200).send(new byte[1_200_000]));
    try (CoreFixture proxy =
        new CoreFixture(upstream, new CacheSettings().mode(CacheMode.RECORD))) {
      proxy.bound(10);

      assertThatThrownBy(() -> proxy.get("/api/x")).isInstanceOf(UncheckedIOException.class);
      assertThat(proxy.core.stats()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"BEGIN", "WRITE", "COMMIT"})
  void answerThatTheStoreFailsToKeepIsReplacedByAnError(Operation failing) throws Exception {
    FailingStore store = new FailingStore();
    try (CoreFixture proxy =
        new CoreFixture(
            numbered(), new CacheSettings().mode(CacheMode.RECORD), CoreFixture.storage(store))) {
      store.fail(StoreException.Kind.FULL, failing);
      CoreFixture.Answer refused = proxy.ask(FakeRequest.post("/api/x", "a"));
      assertThat(refused.status()).isEqualTo(507);
      assertThat(refused.field("X-API-Buddy-Error")).isEqualTo("not_recorded");
      store.fail(StoreException.Kind.FULL);

      assertThat(proxy.ask(FakeRequest.post("/api/x", "a")).field("Cache-Status"))
          .isEqualTo(RECORDED);
    }
  }

  @Test
  void streamThatTheStoreFailsToKeepIsBrokenOff() throws Exception {
    FailingStore store = new FailingStore();
    try (CoreFixture proxy =
        new CoreFixture(
            new FakeUpstream(UpstreamAnswer.streamed(200).send("one").send("two")),
            new CacheSettings().mode(CacheMode.RECORD),
            CoreFixture.storage(store))) {
      store.fail(StoreException.Kind.IO, Operation.COMMIT);

      assertThatThrownBy(() -> proxy.get("/api/x")).isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void requestTooLargeForAKeyIsForwardedWithADetailInCacheStatus() throws Exception {
    try (CoreFixture proxy = recording(numbered(), new CacheSettings().maxKeyBody(10))) {
      assertThat(proxy.ask(FakeRequest.post("/api/x", "x".repeat(11))).field("Cache-Status"))
          .isEqualTo("api-buddy; fwd=bypass; fwd-status=200; detail=request-too-large");
    }
  }
}
