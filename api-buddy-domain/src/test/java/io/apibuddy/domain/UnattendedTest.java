package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.ProxyConfiguration;
import io.apibuddy.domain.config.ThrottleConfiguration;
import io.apibuddy.domain.explain.ThrottleStanding;
import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.event.UpstreamFailed;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.ForwardingResponseStore;
import io.apibuddy.ports.store.ForwardingStorage;
import io.apibuddy.ports.store.PenaltyRule;
import io.apibuddy.ports.store.RateLimit;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.ThrottleDecision;
import io.apibuddy.ports.store.ThrottleLedger;
import io.apibuddy.ports.store.ThrottleState;
import io.apibuddy.ports.upstream.UpstreamCall;
import io.apibuddy.ports.upstream.UpstreamCallback;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamException.Kind;
import io.apibuddy.ports.upstream.UpstreamException.RequestSent;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Exchanges for which no thread waits: everything here happens on the test's own thread. */
class UnattendedTest {

  private final Calls upstream = new Calls();
  private final Watched storage = new Watched();
  private final Deque<Runnable> handedOver = new ArrayDeque<>();
  private final List<String> failures = new ArrayList<>();
  private boolean noPlace;
  private ProxyCore core = core(CacheConfiguration.DEFAULT, ThrottleConfiguration.DEFAULT);

  private ProxyCore core(CacheConfiguration cache, ThrottleConfiguration throttle) {
    return ProxyCore.builder()
        .upstreamClient(upstream)
        .storage(storage)
        .listener(
            new ExchangeListener() {
              @Override
              public void onUpstreamError(UpstreamFailed event) {
                failures.add(event.kind());
              }
            })
        .executor(
            work -> {
              if (noPlace) {
                throw new RejectedExecutionException();
              }
              handedOver.add(work);
            })
        .configuration(
            ProxyConfiguration.of(
                AliasConfiguration.of("api", "http://up.test")
                    .withCache(cache)
                    .withThrottle(throttle)))
        .build();
  }

  private void use(
      UnaryOperator<CacheConfiguration> cache, UnaryOperator<ThrottleConfiguration> throttle) {
    core.close();
    core =
        core(
            cache.apply(CacheConfiguration.DEFAULT), throttle.apply(ThrottleConfiguration.DEFAULT));
  }

  @AfterEach
  void close() {
    core.close();
  }

  /** As a front end begins; empty if a thread has to wait. */
  private Optional<CompletableFuture<ProxyResponse>> begin(FakeRequest request) {
    assertThat(core.handleImmediately(request)).isEmpty();
    return core.handleEventually(request);
  }

  private CompletableFuture<ProxyResponse> begun(FakeRequest request) {
    return begin(request).orElseThrow();
  }

  private static FakeRequest get(String target) {
    return FakeRequest.get("/api/" + target);
  }

  private static UpstreamAnswer answer() {
    return UpstreamAnswer.of(200, CoreFixture.BODY).atOnce();
  }

  private static String text(CompletableFuture<ProxyResponse> answered) throws Exception {
    assertThat(answered).isCompleted();
    try (ProxyResponse response = answered.join()) {
      return response.head().headers().joined("X-Cache")
          + " "
          + new String(response.body().stream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static int status(CompletableFuture<ProxyResponse> answered) {
    assertThat(answered).isCompleted();
    try (ProxyResponse response = answered.join()) {
      return response.head().status();
    }
  }

  private void runHandedOver() {
    while (!handedOver.isEmpty()) {
      handedOver.remove().run();
    }
  }

  @Test
  void aMissIsAnsweredAndStoredByTheThreadThatBringsTheAnswer() throws Exception {
    noPlace = true;
    CompletableFuture<ProxyResponse> response = begun(get("x"));
    assertThat(response).isNotDone();

    upstream.answer(answer());

    assertThat(text(response)).isEqualTo("MISS " + CoreFixture.BODY);
    assertThat(core.handleImmediately(get("x"))).isPresent();
    assertThat(upstream.fake.openResponses()).isZero();
  }

  @Test
  void whatIsLongOrStillComingIsTakenInElsewhere() throws Exception {
    CompletableFuture<ProxyResponse> response = begun(get("x"));

    upstream.answer(UpstreamAnswer.of(200, CoreFixture.BODY));
    assertThat(response).isNotDone();
    runHandedOver();

    assertThat(text(response)).isEqualTo("MISS " + CoreFixture.BODY);
    assertThat(core.handleImmediately(get("x"))).isPresent();
  }

  @Test
  void whatNobodyHasAPlaceForIsRefused() {
    noPlace = true;
    CompletableFuture<ProxyResponse> response = begun(get("x"));

    upstream.answer(UpstreamAnswer.of(200, CoreFixture.BODY));

    assertThat(status(response)).isEqualTo(503);
    assertThat(upstream.fake.openResponses()).isZero();
  }

  @Test
  void whatTheStoreHasNoRoomForAtOnceIsTakenInElsewhere() throws Exception {
    storage.full = true;
    CompletableFuture<ProxyResponse> response = begun(get("x"));

    upstream.answer(answer());
    assertThat(response).isNotDone();
    runHandedOver();

    assertThat(text(response)).isEqualTo("MISS " + CoreFixture.BODY);
  }

  @Test
  void whatIsNotStoredNeedsNoRoomInTheStore() throws Exception {
    storage.full = true;
    noPlace = true;
    CompletableFuture<ProxyResponse> response = begun(get("x"));

    upstream.answer(UpstreamAnswer.of(200, CoreFixture.BODY, "Cache-Control", "no-store").atOnce());

    assertThat(text(response)).isEqualTo("MISS " + CoreFixture.BODY);
    assertThat(core.handleImmediately(get("x"))).isEmpty();
  }

  @Test
  void whatMayNotUseTheStoreIsPassedOn() throws Exception {
    noPlace = true;
    use(cache -> cache.withMode(CacheMode.PASSTHROUGH), throttle -> throttle);
    CompletableFuture<ProxyResponse> response = begun(get("x"));

    upstream.answer(answer());

    assertThat(text(response)).isEqualTo("BYPASS " + CoreFixture.BODY);
    assertThat(upstream.fake.openResponses()).isZero();
  }

  @Test
  void whatTheStoreMayHaveNeedsAThread() {
    storage.unsure = true;

    assertThat(begin(get("x"))).isEmpty();
    assertThat(upstream.requests).isEmpty();
  }

  @Test
  void whoFollowsAnEqualRequestNeedsAThread() throws Exception {
    CompletableFuture<ProxyResponse> leader = begun(get("x"));

    assertThat(begin(get("x"))).isEmpty();
    assertThat(begin(get("y"))).isPresent();

    Background<CoreFixture.Answer> follower =
        Background.start(
            () -> {
              try (ProxyResponse response = core.handle(get("x"))) {
                return new CoreFixture.Answer(response.head(), "");
              }
            });
    follower.awaitWaitingIn("awaitHead");
    upstream.answer(answer());
    assertThat(status(leader)).isEqualTo(200);
    assertThat(follower.get().field("X-Cache")).isEqualTo("COLLAPSED");
  }

  @Test
  void aRequestThatAnEqualOneOvertookLooksIntoTheStoreAgain() throws Exception {
    storage.onLookup =
        () -> {
          storage.onLookup = () -> {};
          CompletableFuture<ProxyResponse> overtaking = begun(get("x"));
          upstream.answer(answer());
          assertThat(status(overtaking)).isEqualTo(200);
        };

    FakeRequest overtaken = get("x");
    assertThat(begin(overtaken)).isEmpty();

    assertThat(upstream.requests).hasSize(1);
    try (ProxyResponse response = core.handle(overtaken)) {
      assertThat(response.head().headers().joined("X-Cache")).isEqualTo("HIT");
    }
  }

  @Test
  void atALimitAThreadHasToWaitAndNothingWasCounted() {
    RateLimit two = new RateLimit(2, Duration.ofHours(1));
    use(cache -> cache, throttle -> throttle.withLimits(two));
    assertThat(begin(get("1"))).isPresent();
    assertThat(begin(get("2"))).isPresent();

    assertThat(begin(get("3"))).isEmpty();
    assertThat(begin(get("3"))).isEmpty();

    ThrottleStanding standing = Objects.requireNonNull(core.throttle().get("api"));
    assertThat(standing.used()).containsExactly(2L);
    assertThat(standing.penalty()).isZero();
  }

  @Test
  void aFailureIsReportedAsEver() {
    CompletableFuture<ProxyResponse> response = begun(get("x"));

    upstream.fail(Kind.CONNECT_FAILED, RequestSent.NO);

    assertThat(status(response)).isEqualTo(502);
    assertThat(begin(get("x"))).as("nothing is in flight").isPresent();
  }

  @Test
  void aKeptConnectionThatWasClosedIsFollowedByOneNewOne() throws Exception {
    CompletableFuture<ProxyResponse> response = begun(get("x"));

    upstream.fail(Kind.STALE_CONNECTION, RequestSent.PERHAPS);
    assertThat(response).isNotDone();
    assertThat(upstream.requests.get(1).newConnection()).isTrue();
    upstream.answer(answer());

    assertThat(text(response)).isEqualTo("MISS " + CoreFixture.BODY);
  }

  @Test
  void aSecondStaleConnectionIsAFailure() {
    CompletableFuture<ProxyResponse> response = begun(get("x"));

    upstream.fail(Kind.STALE_CONNECTION, RequestSent.PERHAPS);
    upstream.fail(Kind.STALE_CONNECTION, RequestSent.PERHAPS);

    assertThat(status(response)).isEqualTo(502);
    assertThat(upstream.requests).hasSize(2);
  }

  @Test
  void aClientThatLeavesIsReportedAtOnceAndItsAnswerIsKept() {
    FakeRequest request = get("x");
    CompletableFuture<ProxyResponse> response = begun(request);

    request.leave();
    assertThat(status(response)).isEqualTo(499);
    upstream.answer(answer());

    assertThat(core.handleImmediately(get("x"))).isPresent();
    assertThat(upstream.fake.openResponses()).isZero();
  }

  @Test
  void whatIsPassedOnIsGivenUpWithItsClient() {
    use(cache -> cache.withMode(CacheMode.PASSTHROUGH), throttle -> throttle);
    FakeRequest request = get("x");
    CompletableFuture<ProxyResponse> response = begun(request);

    request.leave();

    assertThat(status(response)).isEqualTo(499);
    assertThat(upstream.cancelled).isEqualTo(1);
    upstream.answer(answer()); // it came all the same
    assertThat(upstream.fake.openResponses()).isZero();
  }

  @Test
  void whoLeavesWhileTheSecondConnectionIsAskedGivesUpThat() {
    use(cache -> cache.withMode(CacheMode.PASSTHROUGH), throttle -> throttle);
    FakeRequest request = get("x");
    CompletableFuture<ProxyResponse> response = begun(request);
    upstream.fail(Kind.STALE_CONNECTION, RequestSent.NO);

    request.leave();

    assertThat(status(response)).isEqualTo(499);
    assertThat(upstream.cancelled).isEqualTo(1);
    assertThat(upstream.last).isEqualTo(2);
  }

  @Test
  void whatIsInFlightIsGivenUpAtTheEnd() {
    assertThat(begun(get("x"))).isNotDone();

    core.close();

    assertThat(upstream.cancelled).isEqualTo(1);
  }

  @Test
  void aFailureOfOurOwnIsNotKeptFromTheFrontEnd() {
    storage.onBegin =
        () -> {
          throw new IllegalStateException("a bug");
        };
    CompletableFuture<ProxyResponse> response = begun(get("x"));

    assertThatThrownBy(() -> upstream.answer(answer())).hasMessage("a bug");

    assertThat(response).isCompletedExceptionally();
    assertThat(upstream.fake.openResponses()).isZero();
  }

  @Test
  void aClientThatCannotSendLeavesNothingInFlight() {
    upstream.broken = true;
    assertThatThrownBy(() -> begin(get("x"))).hasMessage("a bug");

    upstream.broken = false;
    assertThat(begin(get("x"))).as("nothing is in flight").isPresent();
  }

  @Test
  void aSecondConnectionThatCannotBeAskedForIsAFailure() {
    CompletableFuture<ProxyResponse> response = begun(get("x"));
    upstream.broken = true;

    assertThatThrownBy(() -> upstream.fail(Kind.STALE_CONNECTION, RequestSent.NO))
        .hasMessage("a bug");

    assertThat(status(response)).isEqualTo(502);
  }

  @Test
  void aLedgerThatBreaksLeavesNothingInFlight() {
    use(cache -> cache, throttle -> throttle.withLimits(new RateLimit(2, Duration.ofHours(1))));
    storage.onAttempt =
        () -> {
          throw new IllegalStateException("a bug");
        };
    assertThatThrownBy(() -> begin(get("x"))).hasMessage("a bug");

    storage.onAttempt = () -> {};
    assertThat(begin(get("x"))).as("nothing is in flight").isPresent();
  }

  @Test
  void anAnswerThatComesAfterTheEndIsClosed() {
    CompletableFuture<ProxyResponse> response = begun(get("x"));
    core.close();

    upstream.answer(UpstreamAnswer.of(200, CoreFixture.BODY));
    runHandedOver();

    assertThat(status(response)).isEqualTo(503);
    assertThat(upstream.fake.openResponses()).isZero();
  }

  @Test
  void aClientThatLeavesIsNoFailureOfTheUpstream() {
    use(cache -> cache.withMode(CacheMode.PASSTHROUGH), throttle -> throttle);
    FakeRequest request = get("x");
    CompletableFuture<ProxyResponse> response = begun(request);

    request.leave();
    upstream.fail(Kind.CLOSED, RequestSent.PERHAPS);
    runHandedOver(); // the listener

    assertThat(status(response)).isEqualTo(499);
    assertThat(failures).isEmpty();
  }

  @Test
  void whatTheUpstreamFailsInIsToldOf() {
    CompletableFuture<ProxyResponse> response = begun(get("x"));

    upstream.fail(Kind.CONNECT_FAILED, RequestSent.NO);
    runHandedOver();

    assertThat(status(response)).isEqualTo(502);
    assertThat(failures).containsExactly("CONNECT_FAILED");
  }

  @Test
  void theReasonIsTheClientsIfItWantsNothingThatIsStored() {
    CompletableFuture<ProxyResponse> response =
        begun(FakeRequest.get("/api/x", "X-API-Buddy-Cache", "refresh"));

    upstream.answer(answer());

    try (ProxyResponse answered = response.join()) {
      assertThat(answered.head().headers().joined("Cache-Status")).contains("fwd=request");
    }
  }

  @Test
  void otherMethodsNeedAThread() {
    assertThat(core.handleEventually(FakeRequest.of("HEAD", "/api/x"))).isEmpty();
    assertThat(core.handleEventually(FakeRequest.post("/api/x", "{}"))).isEmpty();
    assertThat(begin(FakeRequest.of("HEAD", "/api/x"))).isEmpty();
  }

  /** Requests that the test answers, in the order in which they came. */
  private static final class Calls implements UpstreamClient {
    private final List<UpstreamRequest> requests = new ArrayList<>();
    private final Deque<UpstreamCallback> waiting = new ArrayDeque<>();
    private final FakeUpstream fake = new FakeUpstream(received -> next());
    private @Nullable UpstreamAnswer next;
    private boolean broken;
    private int cancelled;
    private int last;

    private UpstreamAnswer next() {
      UpstreamAnswer answer = next;
      if (answer == null) {
        throw new IllegalStateException("nobody waits");
      }
      return answer;
    }

    void answer(UpstreamAnswer answer) {
      next = answer;
      UpstreamResponse response;
      try {
        response = fake.send(requests.get(requests.size() - waiting.size()));
      } catch (UpstreamException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
      waiting.remove().answered(response);
    }

    void fail(Kind kind, RequestSent sent) {
      waiting.remove().failed(FakeUpstream.failure(kind, sent));
    }

    @Override
    public boolean canBegin() {
      return true;
    }

    @Override
    public UpstreamCall begin(UpstreamRequest request, UpstreamCallback callback) {
      if (broken) {
        throw new IllegalStateException("a bug");
      }
      requests.add(request);
      waiting.add(callback);
      int number = requests.size();
      return () -> {
        cancelled++;
        last = number;
      };
    }

    @Override
    public UpstreamResponse send(UpstreamRequest request) {
      throw new IllegalStateException("a thread waits for " + request.target());
    }

    @Override
    public void close() {}
  }

  /** A storage in memory that tells when it is asked, and may know less than it has. */
  private static final class Watched extends ForwardingStorage {
    private boolean unsure;
    private boolean full;
    private Runnable onLookup = () -> {};
    private Runnable onBegin = () -> {};
    private Runnable onAttempt = () -> {};

    Watched() {
      super(new InMemoryStorage(AdapterContext.of(Settings.NONE)));
    }

    @Override
    public ThrottleLedger throttle() {
      ThrottleLedger counting = super.throttle();
      return new ThrottleLedger() {
        @Override
        public ThrottleDecision tryAcquire(
            String domain, List<RateLimit> limits, PenaltyRule rule, Instant now) {
          onAttempt.run();
          return counting.tryAcquire(domain, limits, rule, now);
        }

        @Override
        public ThrottleState state(String domain, List<RateLimit> limits, Instant now) {
          return counting.state(domain, limits, now);
        }

        @Override
        public void pause(String domain, Duration length, Instant now) {
          counting.pause(domain, length, now);
        }

        @Override
        public Map<String, Duration> penalties(Instant now) {
          return counting.penalties(now);
        }

        @Override
        public void reset(String domain) {
          counting.reset(domain);
        }
      };
    }

    @Override
    public ResponseStore responses() {
      return new ForwardingResponseStore(super.responses()) {
        @Override
        public boolean lacks(CacheKey key) {
          boolean lacking = !unsure && super.lacks(key);
          onLookup.run();
          return lacking;
        }

        @Override
        public boolean acceptsAtOnce(long length) {
          return !full && super.acceptsAtOnce(length);
        }

        @Override
        public EntryWriter begin(EntryDraft draft) {
          onBegin.run();
          return super.begin(draft);
        }
      };
    }
  }
}
