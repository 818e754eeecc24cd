package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.explain.ThrottleStatus;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.RateLimit;
import io.apibuddy.ports.upstream.UpstreamException.Kind;
import io.apibuddy.ports.upstream.UpstreamException.RequestSent;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exchanges for which no thread waits, with all their outcomes. */
class AsyncExchangeTest extends AsyncExchangeFixture {

  @Test
  void missIsAnsweredAndStoredOnTheCallbackThread() throws Exception {
    executorFull = true;
    CompletableFuture<ProxyResponse> response = begun(get("x"));
    assertThat(response).isNotDone();

    upstream.answer(answer());

    assertThat(text(response)).isEqualTo("MISS " + CoreFixture.BODY);
    assertThat(core.handleImmediately(get("x"))).isPresent();
    assertThat(upstream.fake.openResponses()).isZero();
  }

  @Test
  void answerThatIsNotCompleteAtOnceIsReadByAnExecutorThread() throws Exception {
    CompletableFuture<ProxyResponse> response = begun(get("x"));

    upstream.answer(UpstreamAnswer.of(200, CoreFixture.BODY));
    assertThat(response).isNotDone();
    runHandedOver();

    assertThat(text(response)).isEqualTo("MISS " + CoreFixture.BODY);
    assertThat(core.handleImmediately(get("x"))).isPresent();
  }

  @Test
  void answerThatIsNotCompleteAtOnceIsRefusedIfTheExecutorIsFull() {
    executorFull = true;
    CompletableFuture<ProxyResponse> response = begun(get("x"));

    upstream.answer(UpstreamAnswer.of(200, CoreFixture.BODY));

    assertThat(status(response)).isEqualTo(503);
    assertThat(upstream.fake.openResponses()).isZero();
  }

  @Test
  void executorThreadStoresWhatTheStoreDoesNotAcceptAtOnce() throws Exception {
    storage.full = true;
    CompletableFuture<ProxyResponse> response = begun(get("x"));

    upstream.answer(answer());
    assertThat(response).isNotDone();
    runHandedOver();

    assertThat(text(response)).isEqualTo("MISS " + CoreFixture.BODY);
  }

  @Test
  void answerThatIsNotStoredNeedsNoRoomInTheStore() throws Exception {
    storage.full = true;
    executorFull = true;
    CompletableFuture<ProxyResponse> response = begun(get("x"));

    upstream.answer(UpstreamAnswer.of(200, CoreFixture.BODY, "Cache-Control", "no-store").atOnce());

    assertThat(text(response)).isEqualTo("MISS " + CoreFixture.BODY);
    assertThat(core.handleImmediately(get("x"))).isEmpty();
  }

  @Test
  void passthroughRequestIsAnsweredOnTheCallbackThread() throws Exception {
    executorFull = true;
    use(cache -> cache.withMode(CacheMode.PASSTHROUGH), throttle -> throttle);
    CompletableFuture<ProxyResponse> response = begun(get("x"));

    upstream.answer(answer());

    assertThat(text(response)).isEqualTo("BYPASS " + CoreFixture.BODY);
    assertThat(upstream.fake.openResponses()).isZero();
  }

  @Test
  void contentOfARefusalThatArrivesWithItsHeadPausesTheAlias() {
    CompletableFuture<ProxyResponse> response = begun(get("x"));
    String content =
        "{\"error\":{\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\","
            + "\"retryDelay\":\"34s\"}]}}";

    upstream.answer(UpstreamAnswer.of(429, content, "Content-Type", "application/json").atOnce());

    assertThat(status(response)).isEqualTo(429);
    assertThat(Objects.requireNonNull(core.throttle().get("api")).pause()).isPositive();
  }

  @Test
  void requestThatTheStoreMayAnswerNeedsAThread() {
    storage.unsure = true;

    assertThat(begin(get("x"))).isEmpty();
    assertThat(upstream.requests).isEmpty();
  }

  @Test
  void followerOfAnEqualRequestNeedsAThread() throws Exception {
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
  void followerThatLeavesBeforeTheUpstreamIsAskedDoesNotEndTheFill() throws Exception {
    AtomicInteger left = new AtomicInteger();
    storage.onAttempt =
        () -> {
          storage.onAttempt = () -> {};
          FakeRequest follower = get("x");
          follower.leave();
          try (ProxyResponse response = core.handle(follower)) {
            left.set(response.head().status());
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        };

    CompletableFuture<ProxyResponse> leader = begun(get("x"));
    upstream.answer(answer());

    assertThat(left).hasValue(499);
    assertThat(text(leader)).isEqualTo("MISS " + CoreFixture.BODY);
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
  void answerToAnEarlierRequestDoesNotReplaceThatToALaterOne() throws Exception {
    use(new CacheSettings().withoutCoalescing(), throttle -> throttle);
    CompletableFuture<ProxyResponse> earlier = begun(get("x"));
    CompletableFuture<ProxyResponse> later = begun(get("x"));
    upstream.answerLast(UpstreamAnswer.of(200, CoreFixture.BODY + 2).atOnce());
    assertThat(text(later)).isEqualTo("MISS " + CoreFixture.BODY + 2);
    upstream.answer(UpstreamAnswer.of(200, CoreFixture.BODY + 1).atOnce());
    assertThat(text(earlier)).isEqualTo("MISS " + CoreFixture.BODY + 1);

    assertHit("x", 2);
  }

  @Test
  void answerToAnEarlierRequestIsNotStoredIfThatToALaterOneIsNot() throws Exception {
    use(new CacheSettings().withoutCoalescing(), throttle -> throttle);
    CompletableFuture<ProxyResponse> earlier = begun(get("x"));
    CompletableFuture<ProxyResponse> later = begun(get("x"));
    upstream.answerLast(
        UpstreamAnswer.of(200, CoreFixture.BODY, "Cache-Control", "no-store").atOnce());
    assertThat(status(later)).isEqualTo(200);
    upstream.answer(answer());
    assertThat(status(earlier)).isEqualTo(200);

    assertThat(begin(get("x"))).isPresent();
  }

  @Test
  void reloadNeedsAThreadWhileAnEarlierAnswerMayStillBeStored() {
    FakeRequest reload = FakeRequest.get("/api/x", "Cache-Control", "no-cache");
    CompletableFuture<ProxyResponse> earlier = begun(get("x"));
    assertThat(begin(reload)).isEmpty();
    upstream.answer(answer());
    assertThat(status(earlier)).isEqualTo(200);
    assertThat(upstream.requests).hasSize(1);

    assertThat(begin(FakeRequest.get("/api/y", "Cache-Control", "no-cache"))).isPresent();
  }

  @Test
  void reloadNeedsNoThreadIfTheAnswerInFlightWillNotBeStored() throws Exception {
    FakeRequest reload = FakeRequest.get("/api/x", "Cache-Control", "no-cache");
    Gate gate = new Gate();
    CompletableFuture<ProxyResponse> stream = begun(get("x"));
    assertThat(begin(reload)).isEmpty();
    upstream.answer(
        UpstreamAnswer.streamed(200, "Cache-Control", "no-store").send("one").hold(gate));

    CompletableFuture<ProxyResponse> reloaded = begun(reload);
    upstream.answer(answer());
    assertThat(text(reloaded)).isEqualTo("MISS " + CoreFixture.BODY);
    gate.open();
    runHandedOver();
    assertThat(text(stream)).isEqualTo("MISS one");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void answerOvertakenWhileItIsBeingStoredIsRemoved(boolean place) throws Exception {
    use(new CacheSettings().withoutCoalescing(), throttle -> throttle);
    executorFull = !place;
    AtomicInteger removals = new AtomicInteger();
    storage.onRemove = () -> removals.incrementAndGet();
    CompletableFuture<ProxyResponse> earlier = begun(get("x"));
    CompletableFuture<ProxyResponse> later = begun(get("x"));
    storage.onCommit =
        () -> {
          storage.onCommit = () -> {};
          upstream.answerLast(
              UpstreamAnswer.of(200, CoreFixture.BODY + 2, "Cache-Control", "no-store").atOnce());
        };
    upstream.answer(answer());
    assertThat(status(later)).isEqualTo(200);

    assertThat(earlier.isDone()).isEqualTo(!place);
    assertThat(removals).hasValue(place ? 0 : 1);
    runHandedOver();
    assertThat(text(earlier)).isEqualTo("MISS " + CoreFixture.BODY);
    assertThat(removals).hasValue(1);
    assertThat(begin(get("x"))).isPresent();
  }

  private void assertHit(String target, int version) throws Exception {
    try (ProxyResponse hit = core.handleImmediately(get(target)).orElseThrow()) {
      assertThat(hit.body().stream().readAllBytes())
          .asString(StandardCharsets.UTF_8)
          .isEqualTo(CoreFixture.BODY + version);
    }
  }

  @Test
  void requestBeyondTheLimitNeedsAThreadAndIsNotCounted() {
    RateLimit two = new RateLimit(2, Duration.ofHours(1));
    use(cache -> cache, throttle -> throttle.withLimits(two));
    assertThat(begin(get("1"))).isPresent();
    assertThat(begin(get("2"))).isPresent();

    assertThat(begin(get("3"))).isEmpty();
    assertThat(begin(get("3"))).isEmpty();

    ThrottleStatus standing = Objects.requireNonNull(core.throttle().get("api"));
    assertThat(standing.used()).containsExactly(2L);
    assertThat(standing.penalty()).isZero();
  }

  @Test
  void upstreamFailureIsA502AndLeavesNothingInFlight() {
    CompletableFuture<ProxyResponse> response = begun(get("x"));

    upstream.fail(Kind.CONNECT_FAILED, RequestSent.NO);

    assertThat(status(response)).isEqualTo(502);
    assertThat(begin(get("x"))).as("nothing is in flight").isPresent();
  }

  @Test
  void staleConnectionIsFollowedByARetryOnANewOne() throws Exception {
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
  void exchangeEndsAtOnceWhenItsClientLeavesAndTheAnswerIsStored() {
    FakeRequest request = get("x");
    CompletableFuture<ProxyResponse> response = begun(request);

    request.leave();
    assertThat(status(response)).isEqualTo(499);
    upstream.answer(answer());

    assertThat(core.handleImmediately(get("x"))).isPresent();
    assertThat(upstream.fake.openResponses()).isZero();
  }

  @Test
  void passthroughCallIsCancelledWhenItsClientLeaves() {
    use(cache -> cache.withMode(CacheMode.PASSTHROUGH), throttle -> throttle);
    FakeRequest request = get("x");
    CompletableFuture<ProxyResponse> response = begun(request);

    request.leave();

    assertThat(status(response)).isEqualTo(499);
    assertThat(upstream.cancelled).isEqualTo(1);
    upstream.answer(answer()); // it arrives nevertheless
    assertThat(upstream.fake.openResponses()).isZero();
  }

  @Test
  void clientThatLeavesDuringARetryCancelsTheRetry() {
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
  void onlyIfCachedBeginsNoUpstreamCall() {
    FakeRequest request = FakeRequest.of("DELETE", "/api/x", "Cache-Control", "only-if-cached");

    assertThat(begin(request)).isEmpty();
  }

  @Test
  void closingTheCoreCancelsCallsInFlight() {
    assertThat(begun(get("x"))).isNotDone();

    core.close();

    assertThat(upstream.cancelled).isEqualTo(1);
  }

  @Test
  void internalErrorReachesTheFrontEnd() {
    storage.onBegin =
        () -> {
          throw new AssertionError("a bug");
        };
    CompletableFuture<ProxyResponse> response = begun(get("x"));

    assertThatThrownBy(() -> upstream.answer(answer())).hasMessage("a bug");

    assertThat(response).isCompletedExceptionally();
    assertThat(upstream.fake.openResponses()).isZero();
  }

  @Test
  void upstreamResponseThatThrowsIsClosedAndAFailure() {
    CompletableFuture<ProxyResponse> response = begun(get("x"));
    AtomicInteger closed = new AtomicInteger();
    UpstreamResponse broken =
        new UpstreamResponse() {
          @Override
          public ResponseHead head() {
            return new ResponseHead(200, Headers.EMPTY);
          }

          @Override
          public ProtocolVersion version() {
            return ProtocolVersion.HTTP_1_1;
          }

          @Override
          public Body body() {
            throw new AssertionError("a bug");
          }

          @Override
          public void close() {
            closed.incrementAndGet();
          }
        };

    upstream.waiting.remove().answered(broken);

    assertThat(status(response)).isEqualTo(502);
    assertThat(closed).hasPositiveValue();
  }

  @Test
  void upstreamClientThatThrowsLeavesNothingInFlight() {
    upstream.broken = true;
    assertThat(status(begun(get("x")))).isEqualTo(502);
    runHandedOver(); // the listener
    assertThat(failures).containsExactly("CLIENT_FAILED");

    upstream.broken = false;
    assertThat(begin(get("x"))).as("nothing is in flight").isPresent();
  }

  @Test
  void upstreamClientThatThrowsOnTheRetryIsAFailure() {
    CompletableFuture<ProxyResponse> response = begun(get("x"));
    upstream.broken = true;

    upstream.fail(Kind.STALE_CONNECTION, RequestSent.NO);

    assertThat(status(response)).isEqualTo(502);
    runHandedOver(); // the listener
    assertThat(failures).containsExactly("CLIENT_FAILED");
  }

  @Test
  void errorThrownByTheThrottleLedgerLeavesNothingInFlight() {
    use(cache -> cache, throttle -> throttle.withLimits(new RateLimit(2, Duration.ofHours(1))));
    storage.onAttempt =
        () -> {
          throw new AssertionError("a bug");
        };
    assertThatThrownBy(() -> begin(get("x"))).hasMessage("a bug");

    storage.onAttempt = () -> {};
    assertThat(begin(get("x"))).as("nothing is in flight").isPresent();
  }

  @Test
  void exceptionOfTheThrottleLedgerIsFollowedByCountingInMemory() {
    use(cache -> cache, throttle -> throttle.withLimits(new RateLimit(1, Duration.ofHours(1))));
    storage.onAttempt =
        () -> {
          throw new UnsupportedOperationException("not yet");
        };

    CompletableFuture<ProxyResponse> response = begun(get("x"));
    upstream.answer(answer());

    assertThat(status(response)).isEqualTo(200);
    assertThat(begin(get("y"))).as("the limit is reached, so that a thread is needed").isEmpty();
  }

  @Test
  void answerThatComesAfterTheCoreWasClosedIsClosed() {
    CompletableFuture<ProxyResponse> response = begun(get("x"));
    core.close();

    upstream.answer(UpstreamAnswer.of(200, CoreFixture.BODY));
    runHandedOver();

    assertThat(status(response)).isEqualTo(503);
    assertThat(upstream.fake.openResponses()).isZero();
  }

  @Test
  void clientThatLeavesIsNotReportedAsUpstreamFailure() {
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
  void upstreamFailureIsReportedToTheListener() {
    CompletableFuture<ProxyResponse> response = begun(get("x"));

    upstream.fail(Kind.CONNECT_FAILED, RequestSent.NO);
    runHandedOver();

    assertThat(status(response)).isEqualTo(502);
    assertThat(failures).containsExactly("CONNECT_FAILED");
  }

  @Test
  void cacheStatusOfARefreshNamesTheRequestAsReason() {
    CompletableFuture<ProxyResponse> response =
        begun(FakeRequest.get("/api/x", "X-API-Buddy-Cache", "refresh"));

    upstream.answer(answer());

    try (ProxyResponse answered = response.join()) {
      assertThat(answered.head().headers().joined("Cache-Status")).contains("fwd=request");
    }
  }
}
