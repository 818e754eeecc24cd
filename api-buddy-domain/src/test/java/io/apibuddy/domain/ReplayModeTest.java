package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.FailingStore.Operation;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.ForwardingResponseStore;
import io.apibuddy.ports.store.ForwardingStorage;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoredResponse;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mode {@code replay}: only stored answers are used. */
class ReplayModeTest {
  private final FakeUpstream upstream =
      new FakeUpstream(
          received ->
              UpstreamAnswer.of(
                  200,
                  "x".repeat(200) + received.request().headers().first("Authorization"),
                  "Vary",
                  "Authorization, X-Lang",
                  "ETag",
                  "\"1\""));

  private CoreFixture in(CacheMode mode) {
    return new CoreFixture(upstream, new CacheSettings().mode(mode));
  }

  private static void assertOfflineMiss(CoreFixture.Answer answer) {
    assertThat(answer.status()).isEqualTo(504);
    assertThat(answer.field("X-API-Buddy-Error")).isEqualTo("offline_miss");
    assertThat(answer.field("X-Should-Retry")).isEqualTo("false");
  }

  @Test
  void crossSitePageDoesNotGetAnswersRecordedWithCredentials() throws Exception {
    try (CoreFixture proxy = in(CacheMode.RECORD)) {
      proxy.get("/api/x", "Authorization", "Bearer mine");
      proxy.mode(CacheMode.REPLAY);

      CoreFixture.Answer page = proxy.get("/api/x", "Origin", "https://evil.example");
      assertThat(page.status()).isEqualTo(403);
      assertThat(page.field("X-API-Buddy-Error")).isEqualTo("origin_not_allowed");
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("HIT");
      assertThat(proxy.get("/api/x", "Origin", "http://localhost:3000").field("X-Cache"))
          .isEqualTo("HIT");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, RECORD",
    "POST, RECORD",
    "PUT, RECORD",
    "DELETE, RECORD",
    "GET, CACHE",
    "POST, CACHE"
  })
  void storedAnswerIsReplayedWhateverItsAge(String method, CacheMode before) throws Exception {
    try (CoreFixture proxy = in(before)) {
      FakeRequest request = FakeRequest.of(method, "/api/x").withBody("{}");
      proxy.ask(request);
      proxy.mode(CacheMode.REPLAY);
      proxy.clock.advance(Duration.ofDays(1000));
      proxy.core.maintain();
      CoreFixture.Answer replayed = proxy.ask(request);

      assertThat(replayed.field("X-Cache")).isEqualTo("HIT");
      assertThat(replayed.field("Age")).isEqualTo("86400000");
      assertThat(upstream.calls()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "QUERY"})
  void aMissOfAnyMethodNeverReachesTheUpstream(String method) throws Exception {
    try (CoreFixture proxy = in(CacheMode.REPLAY)) {
      CoreFixture.Answer missed = proxy.ask(FakeRequest.of(method, "/api/x"));

      assertOfflineMiss(missed);
      assertThat(missed.body()).doesNotContain("candidates");
      assertThat(upstream.calls()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Cache-Control, no-cache",
    "Cache-Control, no-store",
    "Cache-Control, max-age=0",
    "Pragma, no-cache",
    "X-API-Buddy-Cache, refresh",
    "X-API-Buddy-Cache, bypass",
    "Range, bytes=0-1",
    "If-Match, *",
    "Authorization, other",
    "Accept-Encoding, gzip",
  })
  void noFieldOfARequestCausesAnUpstreamCall(String field, String value) throws Exception {
    try (CoreFixture proxy = in(CacheMode.RECORD)) {
      proxy.get("/api/x");
      proxy.mode(CacheMode.REPLAY);
      proxy.get("/api/x", field, value);
      proxy.get("/api/y", field, value);
      proxy.ask(FakeRequest.post("/api/x", "a", field, value));
      proxy.awaitIdle();

      assertThat(upstream.calls()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = CacheMode.class,
      names = {"RECORD", "CACHE"})
  void credentialsAreIgnored(CacheMode before) throws Exception {
    try (CoreFixture proxy = in(before)) {
      proxy.get("/api/x?key=a&page=1", "Authorization", "one", "Cookie", "c");
      proxy.ask(FakeRequest.post("/api/x", "{}", "Authorization", "one", "X-Api-Key", "k"));
      proxy.mode(CacheMode.REPLAY);

      assertThat(proxy.get("/api/x?page=1&key=b", "Authorization", "two").body()).endsWith("one");
      assertThat(proxy.ask(FakeRequest.post("/api/x", "{}")).body()).endsWith("one");
      assertThat(proxy.ask(FakeRequest.post("/api/x", "{}", "Authorization", "3")).body())
          .endsWith("one");
      assertThat(upstream.calls()).isEqualTo(2);
    }
  }

  private static FakeRequest asking(int question, String... fields) {
    return FakeRequest.post("/api/x", Integer.toString(question), fields)
        .withHeader("Content-Type", "text/plain");
  }

  @Test
  void anotherCredentialFindsTheMatchingAnswerAmongManyOfOneUrl() throws Exception {
    try (CoreFixture proxy = in(CacheMode.CACHE)) {
      for (int i = 0; i < 150; i++) {
        proxy.ask(asking(i, "Authorization", "one" + i, "X-Version", "1"));
      }
      proxy.mode(CacheMode.REPLAY);

      assertThat(proxy.ask(asking(0, "Authorization", "two", "X-Version", "1")).body())
          .endsWith("one0");
      assertOfflineMiss(proxy.ask(asking(0, "Authorization", "two")));
    }
  }

  @Test
  void recordingMatchesWithoutItsCredentialInTheQuery() throws Exception {
    try (CoreFixture proxy = in(CacheMode.RECORD)) {
      proxy.get("/api/x?key=a&page=1");
      proxy.get("/api/y?key=a");
      proxy.mode(CacheMode.REPLAY);

      assertThat(proxy.get("/api/x?page=1").field("X-Cache")).isEqualTo("HIT");
      assertThat(proxy.get("/api/y").field("X-Cache")).isEqualTo("HIT");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = CacheMode.class,
      names = {"RECORD", "CACHE"})
  void answerForTheSameCredentialTakesPrecedenceOverTheLatest(CacheMode before) throws Exception {
    try (CoreFixture proxy = in(before)) {
      proxy.get("/api/x", "Authorization", "one");
      proxy.get("/api/x", "Authorization", "two");
      proxy.mode(CacheMode.REPLAY);

      assertThat(proxy.get("/api/x", "Authorization", "one").body()).endsWith("one");
      assertThat(proxy.get("/api/x", "Authorization", "three").body()).endsWith("two");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Idempotency-Key, false",
    "Idempotency-Key, true",
    "Idempotency_Key, false",
    "X-Idempotency-Key, false",
    "PayPal-Request-Id, true"
  })
  void answerForTheSameIdempotencyKeyTakesPrecedenceOverTheLatest(String field, boolean http)
      throws Exception {
    FakeUpstream creating =
        new FakeUpstream(
            received ->
                UpstreamAnswer.of(200, "created " + received.request().headers().first(field)));
    CacheSettings settings = http ? new CacheSettings().http() : new CacheSettings();
    try (CoreFixture proxy = new CoreFixture(creating, settings.mode(CacheMode.RECORD))) {
      proxy.ask(creation(field, "one"));
      proxy.ask(creation(field, "two"));
      proxy.mode(CacheMode.REPLAY);

      assertThat(creating.calls()).isEqualTo(2);
      assertThat(proxy.ask(creation(field, "one")).body()).isEqualTo("created one");
      assertThat(proxy.ask(creation(field, "three")).body()).isEqualTo("created two");
      assertThat(proxy.ask(FakeRequest.of("POST", "/api/x").withBody("{}")).body())
          .isEqualTo("created two");
    }
  }

  @Test
  void answerForTheSameCredentialTakesPrecedenceWhateverTheIdempotencyKey() throws Exception {
    FakeUpstream creating =
        new FakeUpstream(
            received ->
                UpstreamAnswer.of(
                    200, "for " + received.request().headers().first("Authorization")));
    try (CoreFixture proxy =
        new CoreFixture(creating, new CacheSettings().mode(CacheMode.RECORD))) {
      proxy.ask(creation("Idempotency-Key", "one", "Authorization", "mine"));
      proxy.ask(creation("Idempotency-Key", "two", "Authorization", "other"));
      proxy.mode(CacheMode.REPLAY);

      for (String credential : List.of("mine", "other")) {
        FakeRequest again = creation("Idempotency-Key", "three", "Authorization", credential);
        assertThat(proxy.ask(again).body()).isEqualTo("for " + credential);
      }
      assertThat(proxy.ask(creation("Authorization", "third")).body()).isEqualTo("for other");
    }
  }

  @Test
  void idempotencyKeysDistinguishRecordingsThoughCredentialsShareThem() throws Exception {
    FakeUpstream creating = new FakeUpstream(UpstreamAnswer.of(200, CoreFixture.BODY));
    try (CoreFixture proxy =
        new CoreFixture(creating, new CacheSettings().sharing().mode(CacheMode.RECORD))) {
      for (String key : List.of("one", "two", "one")) {
        proxy.ask(creation("Idempotency-Key", key));
      }

      assertThat(creating.calls()).isEqualTo(2);
    }
  }

  private static FakeRequest creation(String... fields) {
    return FakeRequest.of("POST", "/api/x", fields).withBody("{}");
  }

  @Test
  void headRecordedForTheSameCredentialTakesPrecedenceOverGetsOfOthers() throws Exception {
    FakeUpstream telling =
        new FakeUpstream(
            received -> {
              String who = received.request().headers().first("Authorization");
              return UpstreamAnswer.of(200, "", "X-Who", who == null ? "nobody" : who);
            });
    try (CoreFixture proxy = new CoreFixture(telling, new CacheSettings().mode(CacheMode.RECORD))) {
      proxy.ask(FakeRequest.of("HEAD", "/api/x", "Authorization", "one"));
      proxy.get("/api/x", "Authorization", "two");
      proxy.mode(CacheMode.REPLAY);

      for (String who : List.of("one", "two", "three", "one")) {
        CoreFixture.Answer answer =
            proxy.ask(FakeRequest.of("HEAD", "/api/x", "Authorization", who));
        assertThat(answer.field("X-Who")).isEqualTo(who.equals("three") ? "one" : who);
      }
    }
  }

  private static FakeUpstream answering(Map<String, Integer> statuses) {
    return new FakeUpstream(
        received -> {
          String method = received.request().method();
          String content = method.equals("HEAD") ? "" : "x".repeat(200);
          return UpstreamAnswer.of(Objects.requireNonNull(statuses.get(method)), content);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "200, 429, 200, false",
    "200, 500, 200, false",
    "200, 404, 200, true",
    "200, 503, 200, true",
    "429, 200, 200, false",
    "503, 200, 200, true",
    "429, 503, 429, false",
    "500, 200, 500, false"
  })
  void headIsAnsweredByItsOwnRecordingIfThatLasts(int head, int get, int replayed, boolean http)
      throws Exception {
    CacheSettings settings = http ? new CacheSettings().http() : new CacheSettings();
    FakeRequest request = FakeRequest.of("HEAD", "/api/x");
    try (CoreFixture proxy =
        new CoreFixture(
            answering(Map.of("HEAD", head, "GET", get)), settings.mode(CacheMode.RECORD))) {
      proxy.ask(request);
      proxy.get("/api/x");
      proxy.mode(CacheMode.REPLAY);

      for (int turn = 0; turn < 2; turn++) {
        assertThat(proxy.ask(request).status()).isEqualTo(replayed);
        assertThat(proxy.get("/api/x").status()).isEqualTo(get);
      }
    }
  }

  @Test
  void headRecordedForAnotherCredentialGivesWayToItsGetIfItWasRefused() throws Exception {
    FakeRequest request = FakeRequest.of("HEAD", "/api/x", "Authorization", "one");
    try (CoreFixture proxy =
        new CoreFixture(
            answering(Map.of("HEAD", 429, "GET", 200)),
            new CacheSettings().mode(CacheMode.RECORD))) {
      proxy.ask(request);
      proxy.get("/api/x", "Authorization", "one");
      proxy.mode(CacheMode.REPLAY);

      for (int turn = 0; turn < 2; turn++) {
        assertThat(proxy.ask(FakeRequest.of("HEAD", "/api/x")).status()).isEqualTo(200);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"429, 200", "503, 200", "202, 200", "500, 500", "404, 404"})
  void whatIsCachedIsUsedIfTheRecordingDoesNotLast(int recorded, int replayed) throws Exception {
    int[] status = {200};
    FakeUpstream changing =
        new FakeUpstream(received -> UpstreamAnswer.of(status[0], "x".repeat(200)));
    try (CoreFixture proxy = new CoreFixture(changing, new CacheSettings())) {
      proxy.get("/api/x");
      status[0] = recorded;
      proxy.mode(CacheMode.RECORD);
      proxy.get("/api/x");
      proxy.mode(CacheMode.REPLAY);

      for (int turn = 0; turn < 2; turn++) {
        assertThat(proxy.get("/api/x").status()).isEqualTo(replayed);
      }
    }
  }

  @Test
  void entryCachedForTheSameCredentialTakesPrecedenceOverRecordingsOfOthers() throws Exception {
    try (CoreFixture proxy = in(CacheMode.RECORD)) {
      proxy.get("/api/x", "Authorization", "two");
      proxy.mode(CacheMode.CACHE);
      proxy.get("/api/x", "Authorization", "one");
      proxy.mode(CacheMode.REPLAY);

      for (int turn = 0; turn < 2; turn++) {
        assertThat(proxy.get("/api/x", "Authorization", "one").body()).endsWith("one");
        assertThat(proxy.get("/api/x", "Authorization", "three").body()).endsWith("two");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = CacheMode.class,
      names = {"RECORD", "CACHE"})
  void otherFieldsInVaryAndRequestedVariantsStillDistinguishAnswers(CacheMode before)
      throws Exception {
    try (CoreFixture proxy = in(before)) {
      proxy.get("/api/x", "X-Lang", "de", "Authorization", "one");
      proxy.mode(CacheMode.REPLAY);

      CoreFixture.Answer missed = proxy.get("/api/x", "X-Lang", "en");
      assertOfflineMiss(missed);
      assertThat(missed.body()).contains("\"difference\":\"header x-lang\"");
      assertOfflineMiss(proxy.get("/api/x", "X-Lang", "de", "X-API-Buddy-Variant", "2"));
      assertThat(proxy.get("/api/x", "X-Lang", "de").field("X-Cache")).isEqualTo("HIT");
    }
  }

  @Test
  void answerThatDoesNotVaryGoesBeforeOneToAnotherProgram() throws Exception {
    FakeUpstream varying =
        new FakeUpstream(
            received -> {
              String program = received.request().headers().first("User-Agent");
              return "browser".equals(program)
                  ? UpstreamAnswer.of(200, "to " + program, "Vary", "User-Agent")
                  : UpstreamAnswer.of(200, "to " + program);
            });
    try (CoreFixture proxy = new CoreFixture(varying, new CacheSettings().mode(CacheMode.RECORD))) {
      proxy.get("/api/x", "User-Agent", "browser", "Authorization", "Bearer a");
      proxy.get("/api/x", "User-Agent", "curl", "Authorization", "Bearer a");
      proxy.mode(CacheMode.REPLAY);

      for (String program : List.of("browser", "curl")) {
        assertThat(proxy.get("/api/x", "User-Agent", program, "Authorization", "Bearer b").body())
            .isEqualTo("to " + program);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"RECORD, Bearer a", "RECORD, Bearer b", "CACHE, Bearer a", "CACHE, Bearer b"})
  void answerToAnotherProgramIsUsedUnlessThereIsOneToThisProgram(
      CacheMode before, String credential) throws Exception {
    FakeUpstream echo =
        new FakeUpstream(
            received ->
                UpstreamAnswer.of(
                    200,
                    "x".repeat(200) + received.request().headers().first("User-Agent"),
                    "Vary",
                    "User-Agent"));
    try (CoreFixture proxy = new CoreFixture(echo, new CacheSettings().mode(before))) {
      for (String program : List.of("node/20", "node/22")) {
        proxy.get("/api/x", "User-Agent", program, "Authorization", "Bearer a");
        proxy.clock.advance(Duration.ofSeconds(1));
      }
      proxy.mode(CacheMode.REPLAY);

      for (String program : List.of("node/20", "node/22", "node/24")) {
        String found = program.equals("node/24") ? "node/22" : program;
        assertThat(proxy.get("/api/x", "User-Agent", program, "Authorization", credential).body())
            .endsWith(found);
      }
      assertThat(proxy.get("/api/x", "Authorization", credential).body()).endsWith("node/22");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = CacheMode.class,
      names = {"CACHE", "RECORD"})
  void hostAndForwardedFieldsInVaryAreIgnored(CacheMode before) throws Exception {
    FakeUpstream varying =
        new FakeUpstream(UpstreamAnswer.of(200, CoreFixture.BODY, "Vary", "Host, X-Forwarded-For"));
    try (CoreFixture proxy = new CoreFixture(varying, new CacheSettings().mode(before))) {
      proxy.get("/api/x", "Host", "localhost:1000", "X-Forwarded-For", "10.0.0.1");
      proxy.mode(CacheMode.REPLAY);

      assertThat(proxy.get("/api/x", "Host", "127.0.0.1:2000").field("X-Cache")).isEqualTo("HIT");
    }
  }

  @Test
  void recordingTakesPrecedenceOverACachedAnswer() throws Exception {
    int[] calls = new int[1];
    FakeUpstream numbered =
        new FakeUpstream(received -> UpstreamAnswer.of(200, CoreFixture.BODY + ++calls[0]));
    try (CoreFixture proxy =
        new CoreFixture(numbered, new CacheSettings().mode(CacheMode.RECORD))) {
      proxy.get("/api/x");
      proxy.mode(CacheMode.REFRESH);
      proxy.get("/api/x");
      proxy.mode(CacheMode.REPLAY);

      assertThat(proxy.get("/api/x").body()).endsWith("1");
    }
  }

  @Test
  void rangeHeadAndConditionAreAnsweredFromARecording() throws Exception {
    try (CoreFixture proxy = in(CacheMode.RECORD)) {
      proxy.get("/api/x");
      proxy.mode(CacheMode.REPLAY);

      assertThat(proxy.get("/api/x", "Range", "bytes=0-1").body()).isEqualTo("xx");
      CoreFixture.Answer head = proxy.ask(FakeRequest.of("HEAD", "/api/x"));
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.field("Content-Length")).isEqualTo("204");
      assertThat(proxy.get("/api/x", "If-None-Match", "\"1\"").status()).isEqualTo(304);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer other"})
  void storedPartHidesNeitherTheWholeNorAnotherPart(String credential) throws Exception {
    FakeUpstream ranges =
        new FakeUpstream(
            received -> {
              String range = received.request().headers().first("Range");
              return range == null
                  ? UpstreamAnswer.of(200, "w".repeat(200), "Cache-Control", "max-age=1, public")
                  : UpstreamAnswer.of(
                      206,
                      "p".repeat(10),
                      "Content-Range",
                      range.replace('=', ' ') + "/200",
                      "Cache-Control",
                      "max-age=1, public");
            });
    String[] own = {"Authorization", "Bearer mine"};
    String[] other = credential.isEmpty() ? own : new String[] {"Authorization", credential};
    try (CoreFixture proxy = new CoreFixture(ranges, new CacheSettings().http())) {
      proxy.get("/api/x", own);
      proxy.clock.advance(Duration.ofMinutes(1));
      for (String range : new String[] {"bytes=0-9", "bytes=10-19"}) {
        assertThat(proxy.get("/api/x", own[0], own[1], "Range", range).body()).startsWith("p");
      }
      proxy.mode(CacheMode.REPLAY);

      assertThat(proxy.get("/api/x", other).body()).isEqualTo("w".repeat(200));
      assertThat(proxy.ask(FakeRequest.of("HEAD", "/api/x", other)).status()).isEqualTo(200);
      for (String range : new String[] {"bytes=0-9", "bytes=10-19"}) {
        assertThat(proxy.get("/api/x", other[0], other[1], "Range", range).body())
            .isEqualTo("p".repeat(10));
      }
      assertThat(proxy.get("/api/x", other[0], other[1], "Range", "bytes=20-29").body())
          .isEqualTo("w".repeat(10));
    }
  }

  @Test
  void missNamesTheNearestEntriesWithTheirFirstDifference() throws Exception {
    try (CoreFixture proxy = in(CacheMode.RECORD)) {
      proxy.get("/other/elsewhere");
      proxy.get("/api/things/1?page=1&key=s3cret", "Authorization", "s3cret");
      proxy.get("/api/things/1?page=2", "Accept", "text/html");
      proxy.get("/api/things/2?page=2");
      proxy.ask(FakeRequest.of("DELETE", "/api/things/1?page=2"));
      proxy.get("/api/others");
      proxy.mode(CacheMode.REPLAY);
      CoreFixture.Answer missed = proxy.get("/api/things/1?page=2&token=s3cret");

      assertOfflineMiss(missed);
      assertThat(missed.field("Content-Type")).isEqualTo("application/problem+json");
      assertThat(missed.body())
          .contains(
              "\"candidates\":["
                  + "{\"method\":\"GET\",\"url\":\"http://up.test/v1/things/1?page=2\","
                  + "\"difference\":\"header accept (stored only)\"},"
                  + "{\"method\":\"GET\",\"url\":\"http://up.test/v1/things/1?page=1\","
                  + "\"difference\":\"query parameter page\"},"
                  + "{\"method\":\"GET\",\"url\":\"http://up.test/v1/things/2?page=2\","
                  + "\"difference\":\"path segment 3\"}]")
          .contains(
              "Nearest: GET http://up.test/v1/things/1?page=2 (differs in header accept (stored"
                  + " only)); GET")
          .doesNotContain("s3cret", "elsewhere");
    }
  }

  @Test
  void differenceOfJsonBodiesIsNamedByAJsonPointer() throws Exception {
    try (CoreFixture proxy = in(CacheMode.RECORD)) {
      proxy.ask(post("{\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],\"model\":\"m\"}"));
      proxy.mode(CacheMode.REPLAY);
      CoreFixture.Answer missed =
          proxy.ask(
              post("{\"messages\":[{\"role\":\"user\",\"content\":\"Hallo\"}],\"model\":\"m\"}"));

      assertOfflineMiss(missed);
      assertThat(missed.body())
          .contains("\"difference\":\"body /messages/0/content\"")
          .doesNotContain("Hello", "Hallo");
    }
  }

  private static FakeRequest post(String json) {
    return FakeRequest.post("/api/chat", json, "Content-Type", "application/json");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 20})
  void aRequestTooLargeForAKeyIsAMiss(long announced) throws Exception {
    try (CoreFixture proxy =
        new CoreFixture(upstream, new CacheSettings().mode(CacheMode.REPLAY).maxKeyBody(10))) {
      CoreFixture.Answer missed =
          proxy.ask(
              FakeRequest.of("POST", "/api/x")
                  .withBody(Body.Stream.of(new ByteArrayInputStream(new byte[20]), announced)));

      assertOfflineMiss(missed);
      assertThat(missed.body()).contains("cache.max_key_body_size");
      assertThat(upstream.calls()).isZero();
    }
  }

  /** What reads a recording that is not at hand in memory. */
  private static final Set<Operation> READING = EnumSet.of(Operation.CANDIDATES, Operation.BODY);

  @ParameterizedTest
  @EnumSource
  void storeFailureIsAMissToo(Operation failing) throws Exception {
    FailingStore store = new FailingStore();
    try (CoreFixture proxy =
        new CoreFixture(
            upstream, new CacheSettings().mode(CacheMode.RECORD), CoreFixture.storage(store))) {
      proxy.get("/api/x");
      proxy.mode(CacheMode.REPLAY);
      store.fail(StoreException.Kind.IO, Operation.IN_MEMORY, failing);
      CoreFixture.Answer recorded = proxy.get("/api/x");
      if (READING.contains(failing)) {
        assertOfflineMiss(recorded);
      } else {
        assertThat(recorded.field("X-Cache")).isEqualTo("HIT");
      }
      assertOfflineMiss(proxy.get("/api/y"));

      assertThat(upstream.calls()).isEqualTo(1);
    }
  }

  @Test
  void staleAnswerIsNotRevalidatedInTheBackground() throws Exception {
    try (CoreFixture proxy =
        new CoreFixture(upstream, new CacheSettings().staleWhileRevalidate(Duration.ofDays(30)))) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofDays(8));
      proxy.mode(CacheMode.REPLAY);
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("HIT");
      proxy.awaitIdle();

      assertThat(upstream.calls()).isEqualTo(1);
    }
  }

  @Test
  void storeIsAskedOnceForEachKeyEvenForOtherCredentials() throws Exception {
    List<CacheKey> asked = new ArrayList<>();
    ForwardingStorage storage =
        new ForwardingStorage(new FailingStore()) {
          @Override
          public ResponseStore responses() {
            return new ForwardingResponseStore(super.responses()) {
              @Override
              public List<StoredResponse> candidates(CacheKey key) {
                asked.add(key);
                return super.candidates(key);
              }

              @Override
              public List<StoredResponse> candidatesInMemory(CacheKey key) {
                return List.of();
              }
            };
          }
        };
    try (CoreFixture proxy =
        new CoreFixture(
            upstream, new CacheSettings().mode(CacheMode.RECORD), CoreFixture.storage(storage))) {
      proxy.get("/api/x", "Authorization", "Bearer mine");
      proxy.mode(CacheMode.REPLAY);
      asked.clear();

      assertThat(proxy.get("/api/x", "Authorization", "Bearer other").field("X-Cache"))
          .isEqualTo("HIT");
      assertThat(asked).isNotEmpty().doesNotHaveDuplicates();
    }
  }
}
