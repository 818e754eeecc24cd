package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.domain.config.AccessConfiguration;
import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.ProxyConfiguration;
import io.apibuddy.domain.config.StoreBounds;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.upstream.UpstreamException.Kind;
import io.apibuddy.ports.upstream.UpstreamException.RequestSent;
import io.apibuddy.ports.upstream.UpstreamTimeouts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Equal requests in flight make one call. */
class CollapsingTest {

  private static List<Background<CoreFixture.Answer>> ask(
      CoreFixture proxy, int count, Supplier<FakeRequest> request) {
    List<Background<CoreFixture.Answer>> asking = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      asking.add(proxy.asking(request.get()));
    }
    asking.forEach(one -> one.awaitWaitingIn("awaitHead", "pass"));
    return asking;
  }

  private static String read(ProxyResponse response, int atMost) throws IOException {
    byte[] target = new byte[atMost];
    int count = response.body().stream().read(target);
    return count < 0 ? "(end)" : new String(target, 0, count, StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void equalRequestsInFlightMakeOneCall(String method) throws Exception {
    Gate gate = new Gate();
    try (CoreFixture proxy =
        new CoreFixture(
            FakeUpstream.behind(
                gate, UpstreamAnswer.of(200, CoreFixture.BODY, "Set-Cookie", "a=1")))) {
      List<Background<CoreFixture.Answer>> asking =
          ask(proxy, 20, () -> FakeRequest.of(method, "/api/x").withBody("body"));
      gate.open();
      int collapsed = 0;
      for (Background<CoreFixture.Answer> one : asking) {
        CoreFixture.Answer answer = one.get();
        assertThat(answer.body()).isEqualTo(CoreFixture.BODY);
        boolean shared = answer.field("X-Cache").equals("COLLAPSED");
        collapsed += shared ? 1 : 0;
        assertThat(answer.field("Cache-Status"))
            .isEqualTo(
                "api-buddy; fwd=uri-miss; fwd-status=200; stored" + (shared ? "; collapsed" : ""));
        assertThat(answer.field("Set-Cookie")).isEqualTo(shared ? "" : "a=1");
      }
      assertThat(collapsed).isEqualTo(19);
      assertThat(proxy.upstream.calls()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://two.test, Vary, Origin",
    "'', Vary, Origin",
    "http://two.test, Access-Control-Allow-Origin, http://one.test",
  })
  void followersOfAnotherVariantShareOneFurtherCall(String origin, String field, String value)
      throws Exception {
    Gate gate = new Gate();
    String[] fields = origin.isEmpty() ? new String[0] : new String[] {"Origin", origin};
    try (CoreFixture proxy =
        new CoreFixture(
            FakeUpstream.behind(gate, UpstreamAnswer.of(200, CoreFixture.BODY, field, value)))) {
      Background<CoreFixture.Answer> leader =
          proxy.asking(FakeRequest.get("/api/x", "Origin", "http://one.test"));
      gate.awaitArrival();
      List<Background<CoreFixture.Answer>> others =
          ask(proxy, 8, () -> FakeRequest.get("/api/x", fields));
      gate.open();

      assertThat(leader.get().field("X-Cache")).isEqualTo("MISS");
      for (Background<CoreFixture.Answer> other : others) {
        assertThat(other.get().body()).isEqualTo(CoreFixture.BODY);
      }
      assertThat(proxy.upstream.calls()).isEqualTo(2);
    }
  }

  @Test
  void requestAfterAFailureIsFetchedAgain() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    FakeUpstream failing =
        new FakeUpstream(
            request -> {
              if (calls.getAndIncrement() % 2 == 0) {
                throw FakeUpstream.failure(Kind.CONNECT_FAILED, RequestSent.NO);
              }
              return UpstreamAnswer.of(200, CoreFixture.BODY);
            });
    try (CoreFixture proxy = new CoreFixture(failing)) {
      for (int round = 0; round < 400; round++) {
        assertThat(proxy.get("/api/" + round).status()).isEqualTo(502);
        assertThat(proxy.get("/api/" + round).status()).isEqualTo(200);
      }
    }
  }

  /** A login page, for example, sets a new cookie for each client. */
  @ParameterizedTest
  @CsvSource({"200, max-age=60, 1", "200, max-age=0, 2", "302, x, 2", "500, x, 1"})
  void followersFetchForThemselvesIfTheCookieOfTheAnswerMayNotBeStored(
      int status, String cacheControl, int calls) throws Exception {
    Gate gate = new Gate();
    UpstreamAnswer answer =
        UpstreamAnswer.of(
            status, CoreFixture.BODY, "Set-Cookie", "a=1", "Cache-Control", cacheControl);
    try (CoreFixture proxy =
        new CoreFixture(FakeUpstream.behind(gate, answer), new CacheSettings().http())) {
      List<Background<CoreFixture.Answer>> asking = ask(proxy, 2, () -> FakeRequest.get("/api/x"));
      gate.open();
      for (Background<CoreFixture.Answer> one : asking) {
        boolean shared = one.get().field("X-Cache").equals("COLLAPSED");
        assertThat(one.get().field("Set-Cookie")).isEqualTo(shared && status == 500 ? "" : "a=1");
      }
      assertThat(proxy.upstream.calls()).isEqualTo(calls);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'max-age=9, no-cache', 2",
    "'max-age=0, must-revalidate', 2",
    "'s-maxage=0', 2",
    "'max-age=9, must-revalidate', 1",
    "'max-age=0', 1"
  })
  void section5_2_2InHttpPolicyFollowersDoNotShareAnAnswerThatMustBeValidated(
      String cacheControl, int calls) throws Exception {
    Gate gate = new Gate();
    UpstreamAnswer answer =
        UpstreamAnswer.of(200, CoreFixture.BODY, "Cache-Control", cacheControl, "ETag", "\"1\"");
    try (CoreFixture proxy =
        new CoreFixture(FakeUpstream.behind(gate, answer), new CacheSettings().http())) {
      List<Background<CoreFixture.Answer>> asking = ask(proxy, 2, () -> FakeRequest.get("/api/x"));
      gate.open();
      for (Background<CoreFixture.Answer> one : asking) {
        assertThat(one.get().body()).isEqualTo(CoreFixture.BODY);
      }
      assertThat(proxy.upstream.calls()).isEqualTo(calls);
    }
  }

  @Test
  void equalRequestsThatArriveTogetherNeverMakeTwoCalls() throws Exception {
    int rounds = 500;
    int clients = 4;
    CyclicBarrier together = new CyclicBarrier(clients);
    try (CoreFixture proxy =
        new CoreFixture(new FakeUpstream(UpstreamAnswer.of(200, CoreFixture.BODY)))) {
      List<Background<Boolean>> asking = new ArrayList<>();
      for (int client = 0; client < clients; client++) {
        asking.add(
            Background.start(
                () -> {
                  for (int round = 0; round < rounds; round++) {
                    together.await(30, TimeUnit.SECONDS);
                    proxy.get("/api/" + round);
                  }
                  return true;
                }));
      }
      for (Background<Boolean> one : asking) {
        assertThat(one.get()).isTrue();
      }
      assertThat(proxy.upstream.calls()).isEqualTo(rounds);
    }
  }

  @Test
  void followersGetTheAnswerThoughTheLeaderLeaves() throws Exception {
    Gate gate = new Gate();
    try (CoreFixture proxy =
        new CoreFixture(FakeUpstream.behind(gate, UpstreamAnswer.of(200, CoreFixture.BODY)))) {
      FakeRequest leader = FakeRequest.get("/api/x");
      Background<CoreFixture.Answer> leading = proxy.asking(leader);
      gate.awaitArrival();
      List<Background<CoreFixture.Answer>> following =
          ask(proxy, 3, () -> FakeRequest.get("/api/x"));
      leader.leave();
      gate.open();

      assertThat(leading.get().status()).isEqualTo(499);
      for (Background<CoreFixture.Answer> one : following) {
        assertThat(one.get().body()).isEqualTo(CoreFixture.BODY);
      }
      assertThat(proxy.upstream.calls()).isEqualTo(1);
    }
  }

  @Test
  void whenTheLeaderFailsAllGetTheSameError() throws Exception {
    Gate gate = new Gate();
    FakeUpstream upstream =
        FakeUpstream.behind(
            gate,
            received -> {
              throw FakeUpstream.failure(Kind.CONNECT_TIMEOUT, RequestSent.NO);
            });
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      List<Background<CoreFixture.Answer>> asking = ask(proxy, 5, () -> FakeRequest.get("/api/x"));
      gate.open();

      for (Background<CoreFixture.Answer> one : asking) {
        assertThat(one.get().status()).isEqualTo(504);
        assertThat(one.get().field("X-API-Buddy-Error")).isEqualTo("upstream_connect_timeout");
      }
      assertThat(upstream.calls()).isEqualTo(1);
    }
  }

  @Test
  void whenTheLeadersAnswerBreaksOffItBreaksOffForAll() throws Exception {
    Gate gate = new Gate();
    try (CoreFixture proxy =
        new CoreFixture(
            FakeUpstream.behind(
                gate,
                UpstreamAnswer.cutAfter(
                    120, CoreFixture.BODY.getBytes(StandardCharsets.US_ASCII))))) {
      List<Background<CoreFixture.Answer>> asking = ask(proxy, 5, () -> FakeRequest.get("/api/x"));
      gate.open();

      for (Background<CoreFixture.Answer> one : asking) {
        assertThatThrownBy(one::get).hasRootCauseMessage("connection broken");
      }
      assertThat(proxy.upstream.calls()).isEqualTo(1);
    }
  }

  @Test
  void answerThatBreaksOffAfterItsHeadBreaksOffForItsClient() throws Exception {
    FakeUpstream upstream = new FakeUpstream(UpstreamAnswer.announced(200, 200).cut());
    try (CoreFixture proxy = new CoreFixture(upstream);
        ProxyResponse response = proxy.respond(FakeRequest.get("/api/x"))) {
      assertThat(response.head().status()).isEqualTo(200);
      assertThatThrownBy(() -> response.body().stream().readAllBytes())
          .isInstanceOf(IOException.class);
      assertThat(upstream.openResponses()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"GET, Cache-Control, no-store", "GET, Vary, *", "POST, Mcp-Session-Id, s1"})
  void answerThatMayNotBeSharedIsFetchedForEachClient(String method, String field, String value)
      throws Exception {
    Gate gate = new Gate();
    try (CoreFixture proxy =
        new CoreFixture(
            FakeUpstream.behind(gate, UpstreamAnswer.of(200, CoreFixture.BODY, field, value)))) {
      List<Background<CoreFixture.Answer>> asking =
          ask(proxy, 4, () -> FakeRequest.of(method, "/api/x"));
      gate.open();

      for (Background<CoreFixture.Answer> one : asking) {
        assertThat(one.get().field("X-Cache")).isEqualTo("MISS");
      }
      assertThat(proxy.upstream.calls()).isEqualTo(4);
    }
  }

  @Test
  void answerThatIsNotStoredButMayBeSharedIsFetchedOnce() throws Exception {
    Gate gate = new Gate();
    try (CoreFixture proxy =
        new CoreFixture(FakeUpstream.behind(gate, UpstreamAnswer.of(500, "short")))) {
      List<Background<CoreFixture.Answer>> asking = ask(proxy, 4, () -> FakeRequest.get("/api/x"));
      gate.open();

      for (Background<CoreFixture.Answer> one : asking) {
        assertThat(one.get().status()).isEqualTo(500);
      }
      assertThat(proxy.upstream.calls()).isEqualTo(1);
    }
  }

  @Test
  void followerThatDoesNotMatchVaryFetchesForItself() throws Exception {
    Gate gate = new Gate();
    FakeUpstream upstream =
        FakeUpstream.behind(
            gate,
            received ->
                UpstreamAnswer.of(
                    200,
                    "x".repeat(200) + received.request().headers().first("X-L"),
                    "Vary",
                    "X-L"));
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      Background<CoreFixture.Answer> one = proxy.asking(FakeRequest.get("/api/x", "X-L", "a"));
      gate.awaitArrival();
      Background<CoreFixture.Answer> same = proxy.asking(FakeRequest.get("/api/x", "X-L", "a"));
      Background<CoreFixture.Answer> other = proxy.asking(FakeRequest.get("/api/x", "X-L", "b"));
      same.awaitWaitingIn("awaitHead");
      other.awaitWaitingIn("awaitHead");
      gate.open();

      assertThat(one.get().body()).endsWith("a");
      assertThat(same.get().field("X-Cache")).isEqualTo("COLLAPSED");
      assertThat(other.get().body()).endsWith("b");
      assertThat(upstream.calls()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"Cache-Control, no-cache", "X-API-Buddy-Cache, refresh"})
  void requestForAFreshAnswerIsNotCollapsed(String field, String value) throws Exception {
    Gate gate = new Gate();
    try (CoreFixture proxy =
        new CoreFixture(FakeUpstream.behind(gate, UpstreamAnswer.of(200, CoreFixture.BODY)))) {
      List<Background<CoreFixture.Answer>> asking =
          ask(proxy, 3, () -> FakeRequest.get("/api/x", field, value));
      gate.open();
      for (Background<CoreFixture.Answer> one : asking) {
        assertThat(one.get().field("X-Cache")).isEqualTo("MISS");
      }

      assertThat(proxy.upstream.calls()).isEqualTo(3);
    }
  }

  @Test
  void coalescingCanBeSwitchedOff() throws Exception {
    Gate gate = new Gate();
    try (CoreFixture proxy =
        new CoreFixture(
            FakeUpstream.behind(gate, UpstreamAnswer.of(200, CoreFixture.BODY)),
            new CacheSettings().withoutCoalescing())) {
      List<Background<CoreFixture.Answer>> asking = ask(proxy, 3, () -> FakeRequest.get("/api/x"));
      gate.open();
      for (Background<CoreFixture.Answer> one : asking) {
        one.get();
      }

      assertThat(proxy.upstream.calls()).isEqualTo(3);
    }
  }

  @Test
  void followerOfAStreamGetsTheContentSoFarAtOnceAndTheRestLive() throws Exception {
    Gate more = new Gate();
    FakeUpstream upstream =
        new FakeUpstream(
            UpstreamAnswer.streamed(200, "Content-Type", "text/event-stream")
                .send("x".repeat(100))
                .hold(more)
                .send("y"));
    try (CoreFixture proxy = new CoreFixture(upstream);
        ProxyResponse leader = proxy.respond(FakeRequest.post("/api/x", "a"))) {
      assertThat(read(leader, 200)).isEqualTo("x".repeat(100));
      try (ProxyResponse follower = proxy.respond(FakeRequest.post("/api/x", "a"))) {
        assertThat(follower.head().headers().first("X-Cache")).isEqualTo("COLLAPSED");
        assertThat(read(follower, 200)).isEqualTo("x".repeat(100));
        more.open();
        assertThat(read(follower, 200)).isEqualTo("y");
        assertThat(read(follower, 200)).isEqualTo("(end)");
      }
      assertThat(read(leader, 200)).isEqualTo("y");
      assertThat(read(leader, 200)).isEqualTo("(end)");
      CoreFixture.Answer replay = proxy.ask(FakeRequest.post("/api/x", "a"));
      assertThat(replay.field("X-Cache")).isEqualTo("HIT");
      assertThat(replay.body()).isEqualTo("x".repeat(100) + "y");
      assertThat(upstream.calls()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'max-age=1', COLLAPSED",
    "'max-age=1, private=\"cache-control\"', COLLAPSED",
    "'max-age=1, no-cache', MISS",
    "'max-age=0', MISS",
    "'x', MISS"
  })
  void section4InHttpPolicyALateFollowerSharesOnlyAFreshAnswer(String cacheControl, String outcome)
      throws Exception {
    Gate more = new Gate();
    FakeUpstream upstream =
        new FakeUpstream(
            UpstreamAnswer.streamed(200, "Cache-Control", cacheControl)
                .send("a")
                .hold(more)
                .send("b"));
    try (CoreFixture proxy = new CoreFixture(upstream, new CacheSettings().http());
        ProxyResponse leader = proxy.respond(FakeRequest.get("/api/x"))) {
      assertThat(read(leader, 1)).isEqualTo("a");
      proxy.clock.advance(Duration.ofMillis(500));
      try (ProxyResponse late = proxy.respond(FakeRequest.get("/api/x"))) {
        assertThat(late.head().headers().first("X-Cache")).isEqualTo(outcome);
        more.open();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "max-age=2, COLLAPSED",
    "max-age=1, MISS",
    "min-fresh=604798, COLLAPSED",
    "min-fresh=604799, MISS"
  })
  void lateFollowerDoesNotShareAnAnswerOlderThanItAccepts(String wish, String outcome)
      throws Exception {
    Gate more = new Gate();
    FakeUpstream upstream =
        new FakeUpstream(UpstreamAnswer.streamed(200).send("a").hold(more).send("b"));
    try (CoreFixture proxy = new CoreFixture(upstream);
        ProxyResponse leader = proxy.respond(FakeRequest.get("/api/x"))) {
      assertThat(read(leader, 1)).isEqualTo("a");
      proxy.clock.advance(Duration.ofSeconds(2));
      try (ProxyResponse late = proxy.respond(FakeRequest.get("/api/x", "Cache-Control", wish))) {
        assertThat(late.head().headers().first("X-Cache")).isEqualTo(outcome);
        more.open();
      }
    }
  }

  @Test
  void requestAfterTheLastByteOfTheAnswerIsAHit() throws Exception {
    FakeUpstream upstream = new FakeUpstream(UpstreamAnswer.of(200, CoreFixture.BODY));
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      for (int i = 0; i < 300; i++) {
        String target = "/api/" + i;
        try (ProxyResponse response = proxy.respond(FakeRequest.get(target))) {
          assertThat(response.body().stream().readNBytes(200)).hasSize(200);
          assertThat(proxy.get(target).field("X-Cache")).isEqualTo("HIT");
        }
      }
    }
  }

  @Test
  void answerOfKnownLengthThatNobodyReadsIsCompletedAndStored() throws Exception {
    Gate more = new Gate();
    FakeUpstream upstream =
        new FakeUpstream(
            UpstreamAnswer.announced(200, 200).send("x").hold(more).send("y".repeat(199)));
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      proxy.respond(FakeRequest.get("/api/x")).close();
      assertThat(upstream.openResponses()).isEqualTo(1);
      Background<CoreFixture.Answer> late = proxy.asking(FakeRequest.get("/api/x"));
      late.awaitWaiting();
      more.open();
      assertThat(late.get().body()).hasSize(200);

      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("HIT");
      assertThat(upstream.calls()).isEqualTo(1);
    }
  }

  @Test
  void anAnswerWhoseClientLeftBeforeItsHeadIsCompletedAndStored() throws Exception {
    Gate gate = new Gate();
    try (CoreFixture proxy =
        new CoreFixture(FakeUpstream.behind(gate, UpstreamAnswer.of(200, CoreFixture.BODY)))) {
      FakeRequest request = FakeRequest.get("/api/x");
      Background<CoreFixture.Answer> asking = proxy.asking(request);
      gate.awaitArrival();
      request.leave();
      gate.open();

      assertThat(asking.get().status()).isEqualTo(499);
      assertThat(proxy.get("/api/x").field("X-Cache")).isIn("HIT", "COLLAPSED");
      assertThat(proxy.upstream.calls()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200, Content-Type, text/event-stream",
    "200, Content-Type, application/x-ndjson",
    "200, Cache-Control, no-store",
    "500, X-Any, thing"
  })
  void anEndlessOrUncacheableAnswerThatNobodyReadsIsCancelled(
      int status, String field, String value) throws Exception {
    Gate never = new Gate();
    FakeUpstream upstream =
        new FakeUpstream(UpstreamAnswer.streamed(status, field, value).send("x").hold(never));
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      FakeRequest request = FakeRequest.get("/api/x");
      ProxyResponse response = proxy.respond(request);
      assertThat(read(response, 10)).isEqualTo("x");
      request.leave();
      response.close();
      proxy.awaitIdle();

      assertThat(upstream.openResponses()).isZero();
    }
  }

  @Test
  void anAnswerThatNobodyReadsIsCancelledOnceItIsTooLargeToBeKept() throws Exception {
    Gate more = new Gate();
    Gate never = new Gate();
    FakeUpstream upstream =
        new FakeUpstream(
            UpstreamAnswer.streamed(200).send("x").hold(more).send("y".repeat(500)).hold(never));
    try (CoreFixture proxy = new CoreFixture(upstream, new CacheSettings().responses(0, 400))) {
      proxy.respond(FakeRequest.get("/api/x")).close();
      more.open();
      proxy.awaitIdle();

      assertThat(upstream.openResponses()).isZero();
    }
  }

  @Test
  void whatIsStagedIsDiscardedOnceAnAnswerIsTooLargeToBeKept() throws Exception {
    Gate never = new Gate();
    FailingStore store = new FailingStore();
    FakeUpstream upstream =
        new FakeUpstream(UpstreamAnswer.streamed(200).send("x".repeat(500)).hold(never));
    try (CoreFixture proxy =
            new CoreFixture(
                upstream, new CacheSettings().responses(0, 400), ports -> ports.storage(store));
        ProxyResponse response = proxy.respond(FakeRequest.get("/api/x"))) {
      assertThat(read(response, 500)).isEqualTo("x".repeat(500));

      assertThat(store.begun()).isEqualTo(1);
      assertThat(store.closed()).isEqualTo(1);
    }
  }

  @Test
  void closingTheCoreCancelsFetchesInFlight() throws Exception {
    Gate never = new Gate();
    FakeUpstream upstream = new FakeUpstream(UpstreamAnswer.streamed(200).send("x").hold(never));
    try (CoreFixture proxy = new CoreFixture(upstream);
        ProxyResponse response = proxy.respond(FakeRequest.get("/api/x"))) {
      assertThat(read(response, 10)).isEqualTo("x");
      proxy.core.close();
      proxy.awaitIdle();

      assertThatThrownBy(() -> read(response, 10)).isInstanceOf(IOException.class);
      assertThat(upstream.openResponses()).isZero();
    }
  }

  @Test
  void streamedAnswerIsRefusedWith503IfTheExecutorIsFull() throws Exception {
    try (CoreFixture proxy =
        new CoreFixture(
            new FakeUpstream(UpstreamAnswer.streamed(200).send(CoreFixture.BODY)),
            new CacheSettings(),
            ports ->
                ports.executor(
                    work -> {
                      throw new RejectedExecutionException();
                    }))) {
      for (int i = 0; i < 2; i++) {
        CoreFixture.Answer answer = proxy.get("/api/x");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.field("Retry-After")).isEqualTo("1");
      }
      assertThat(proxy.upstream.calls()).isEqualTo(2);
      assertThat(proxy.upstream.openResponses()).isZero();
    }
  }

  @Test
  void completeAnswerIsStoredThoughTheExecutorIsFull() throws Exception {
    try (CoreFixture proxy =
        new CoreFixture(
            new FakeUpstream(UpstreamAnswer.of(200, CoreFixture.BODY).atOnce()),
            new CacheSettings(),
            ports ->
                ports.executor(
                    work -> {
                      throw new RejectedExecutionException();
                    }))) {
      assertThat(proxy.get("/api/x").body()).isEqualTo(CoreFixture.BODY);
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("HIT");
    }
  }

  @Test
  void timesThatTogetherExceedALongAreLongEnough() throws Exception {
    Duration century = Duration.ofDays(36_500); // the most that a configuration takes
    AliasConfiguration usual = AliasConfiguration.of("api", "http://up.test");
    AliasConfiguration patient =
        new AliasConfiguration(
            usual.alias(),
            usual.upstream(),
            usual.shown(),
            usual.cache(),
            new UpstreamTimeouts(century, century, century),
            usual.throttle().withMaxWait(century),
            usual.injected(),
            usual.rules());
    Gate gate = new Gate();
    try (CoreFixture proxy =
        new CoreFixture(
            FakeUpstream.behind(gate, UpstreamAnswer.of(200, CoreFixture.BODY)),
            new CacheSettings(),
            ports -> ports.configuration(ProxyConfiguration.of(patient)))) {
      List<Background<CoreFixture.Answer>> asking = ask(proxy, 2, () -> FakeRequest.get("/api/x"));
      gate.open();

      for (Background<CoreFixture.Answer> one : asking) {
        assertThat(one.get().body()).isEqualTo(CoreFixture.BODY);
      }
    }
  }

  private static ProxyConfiguration narrow(long spoolBudget) {
    AliasConfiguration api =
        AliasConfiguration.of("api", "http://up.test")
            .withCache(new CacheSettings().responses(0, 1 << 20).apply(CacheConfiguration.DEFAULT));
    return new ProxyConfiguration(
        Map.of("api", api),
        ProxyConfiguration.LOOPBACK_HOSTS,
        ProxyConfiguration.DEFAULT_CREDENTIAL_QUERY_PARAMS,
        spoolBudget,
        ProxyConfiguration.DEFAULT_KEY_BODY_BUDGET,
        StoreBounds.DEFAULT,
        ProxyConfiguration.DEFAULT_WAITING_PLACES,
        AccessConfiguration.OPEN);
  }

  private static String content(String target) {
    return target.repeat(3000);
  }

  @Test
  void underLoadNoAnswersAreMixedUpAndTheBudgetIsGivenBack() throws Exception {
    int budget = 100_000;
    Gate more = new Gate();
    FakeUpstream upstream =
        new FakeUpstream(
            received -> {
              String target = received.request().target();
              return target.equals("/last")
                  ? UpstreamAnswer.streamed(200).send("x".repeat(budget)).hold(more).send("y")
                  : UpstreamAnswer.streamed(200).send(content(target)).send("end");
            });
    try (CoreFixture proxy =
        new CoreFixture(
            upstream, new CacheSettings(), ports -> ports.configuration(narrow(budget)))) {
      int threads = 8;
      CountDownLatch ready = new CountDownLatch(threads);
      List<Background<Integer>> clients = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Random random = new Random(i);
        clients.add(
            Background.start(
                () -> {
                  ready.countDown();
                  ready.await();
                  int read = 0;
                  for (int n = 0; n < 150; n++) {
                    String target = "/" + random.nextInt(40);
                    FakeRequest request =
                        FakeRequest.get(
                            "/api" + target,
                            "Cache-Control",
                            random.nextInt(3) == 0 ? "no-cache" : "max-age=9");
                    if (random.nextInt(5) == 0) {
                      proxy.respond(request).close();
                    } else {
                      assertThat(proxy.ask(request).body()).isEqualTo(content(target) + "end");
                      read++;
                    }
                  }
                  return read;
                }));
      }
      for (Background<Integer> client : clients) {
        assertThat(client.get()).isPositive();
      }

      // All of the budget is free again if a stream that needs all of it can still be joined.
      try (ProxyResponse leader = proxy.respond(FakeRequest.get("/api/last"))) {
        assertThat(leader.body().stream().readNBytes(budget)).hasSize(budget);
        try (ProxyResponse follower = proxy.respond(FakeRequest.get("/api/last"))) {
          assertThat(follower.head().headers().first("X-Cache")).isEqualTo("COLLAPSED");
          more.open();
          assertThat(follower.body().stream().readAllBytes()).hasSize(budget + 1);
        }
      }
      proxy.awaitIdle();
      assertThat(upstream.openResponses()).isZero();
    }
  }
}
