package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.upstream.UpstreamException.Kind;
import io.apibuddy.ports.upstream.UpstreamException.RequestSent;
import java.io.ByteArrayInputStream;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests with content or with effects, for whose answers no thread waits either. */
class AsyncUnsafeRequestsTest extends AsyncExchangeFixture {

  @Test
  void answerToAPostIsStoredByAnExecutorThread() throws Exception {
    CompletableFuture<ProxyResponse> response = begun(FakeRequest.post("/api/x", "{}"));
    assertThat(upstream.contentOfLast()).isEqualTo("{}");

    upstream.answer(answer());
    assertThat(response).as("invalidation comes first").isNotDone();
    runHandedOver();

    assertThat(text(response)).isEqualTo("MISS " + CoreFixture.BODY);
    assertThat(core.handleImmediately(FakeRequest.post("/api/x", "{}"))).isPresent();
    assertThat(core.handleImmediately(FakeRequest.post("/api/x", "[]"))).isEmpty();
    assertThat(upstream.fake.openResponses()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "DELETE"}) // one by way of the store, one past it
  void invalidationRunsOnAnExecutorThread(String method) throws Exception {
    store("x");
    CompletableFuture<ProxyResponse> response = begun(FakeRequest.of(method, "/api/x"));

    upstream.answer(answer());
    assertThat(core.handleImmediately(get("x"))).isPresent();
    runHandedOver();

    assertThat(status(response)).isEqualTo(200);
    assertThat(core.handleImmediately(get("x"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "DELETE"})
  void invalidationRunsOnTheCallbackThreadIfTheExecutorIsFull(String method) {
    store("x");
    executorFull = true;
    storage.full = true;
    CompletableFuture<ProxyResponse> response = begun(FakeRequest.of(method, "/api/x"));

    upstream.answer(answer());

    assertThat(status(response)).isEqualTo(200);
    assertThat(core.handleImmediately(get("x"))).isEmpty();
    assertThat(upstream.fake.openResponses()).isZero();
  }

  @Test
  void streamThatIsRefusedForAFullExecutorStillInvalidates() {
    store("x");
    executorFull = true;
    CompletableFuture<ProxyResponse> response = begun(FakeRequest.post("/api/x", "{}"));

    upstream.answer(UpstreamAnswer.of(200, CoreFixture.BODY));

    assertThat(status(response)).isEqualTo(503);
    assertThat(core.handleImmediately(get("x"))).isEmpty();
    assertThat(upstream.fake.openResponses()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "DELETE"})
  void streamIsPassedOnAfterTheInvalidation(String method) throws Exception {
    store("x");
    CompletableFuture<ProxyResponse> response = begun(FakeRequest.of(method, "/api/x"));

    upstream.answer(UpstreamAnswer.of(200, CoreFixture.BODY));
    assertThat(response).isNotDone();
    runHandedOver();

    assertThat(text(response)).endsWith(CoreFixture.BODY);
    assertThat(core.handleImmediately(get("x"))).isEmpty();
    assertThat(upstream.fake.openResponses()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "DELETE"})
  void answerInvalidatesThoughItsClientLeavesMeanwhile(String method) {
    store("x");
    FakeRequest request = FakeRequest.of(method, "/api/x");
    CompletableFuture<ProxyResponse> response = begun(request);

    upstream.answer(answer());
    request.leave();
    runHandedOver();

    assertThat(status(response)).isEqualTo(method.equals("POST") ? 499 : 200);
    assertThat(core.handleImmediately(get("x"))).isEmpty();
    assertThat(upstream.fake.openResponses()).isZero();
  }

  @Test
  void forwardedRequestInvalidatesThoughItsClientLeftBeforeTheAnswer() {
    store("x");
    FakeRequest request = FakeRequest.of("DELETE", "/api/x");
    CompletableFuture<ProxyResponse> response = begun(request);

    request.leave();
    upstream.answer(answer()); // it was on its way
    runHandedOver();

    assertThat(status(response)).isEqualTo(499);
    assertThat(core.handleImmediately(get("x"))).isEmpty();
    assertThat(upstream.fake.openResponses()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void failedInvalidationLeavesNoResponseOpen(boolean place) {
    executorFull = !place;
    storage.onRemove =
        () -> {
          throw new AssertionError("a bug");
        };
    CompletableFuture<ProxyResponse> response = begun(FakeRequest.of("DELETE", "/api/x"));

    upstream.answer(UpstreamAnswer.of(200, CoreFixture.BODY));
    runHandedOver();

    assertThat(response).isCompletedExceptionally();
    assertThat(upstream.fake.openResponses()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "DELETE"})
  void failedLookupForInvalidationLeavesNoResponseOpen(String method) {
    storage.onLookupOfUrl =
        () -> {
          throw new AssertionError("a bug");
        };
    CompletableFuture<ProxyResponse> response = begun(FakeRequest.of(method, "/api/x"));

    assertThatThrownBy(() -> upstream.answer(answer())).hasMessage("a bug");
    runHandedOver();

    assertThat(response).isDone();
    assertThat(upstream.fake.openResponses()).isZero();
  }

  @Test
  void contentLocationIsInvalidatedThoughNothingIsStoredForTheUrlItself() {
    markEmpty("x", "POST");
    store("y");
    CompletableFuture<ProxyResponse> response =
        begun(FakeRequest.of("POST", "/api/x").withBody("2"));

    upstream.answer(UpstreamAnswer.of(200, CoreFixture.BODY, "Content-Location", "/y").atOnce());
    assertThat(response).isNotDone();
    runHandedOver();

    assertThat(status(response)).isEqualTo(200);
    assertThat(core.handleImmediately(get("y"))).isEmpty();
  }

  @Test
  void postWhoseAnswerIsNotStoredIsForwardedWithItsContent() throws Exception {
    CompletableFuture<ProxyResponse> response =
        begun(FakeRequest.post("/api/x", "{}", "If-Match", "\"1\""));
    assertThat(upstream.contentOfLast()).isEqualTo("{}");

    upstream.answer(answer());
    runHandedOver();

    assertThat(text(response)).isEqualTo("MISS " + CoreFixture.BODY);
    assertThat(core.handleImmediately(FakeRequest.post("/api/x", "{}"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "DELETE"})
  void callbackThreadAnswersIfThereIsNothingToInvalidate(String method) {
    markEmpty("x", method);
    CompletableFuture<ProxyResponse> second = begun(FakeRequest.of(method, "/api/x?1"));
    upstream.answer(answer());
    assertThat(second).as("another URL").isNotDone();
    runHandedOver();

    executorFull = true;
    CompletableFuture<ProxyResponse> third = begun(FakeRequest.of(method, "/api/x").withBody("3"));
    upstream.answer(answer());
    assertThat(status(third)).isEqualTo(200);
    executorFull = false;

    store("x");
    CompletableFuture<ProxyResponse> last = begun(FakeRequest.of(method, "/api/x").withBody("4"));
    upstream.answer(answer());
    assertThat(last).isNotDone();
    runHandedOver();
    assertThat(core.handleImmediately(get("x"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "DELETE"})
  void getInFlightIsInvalidatedEvenIfNothingIsStored(String method) throws Exception {
    markEmpty("x", method);
    CompletableFuture<ProxyResponse> get = begun(get("x"));
    CompletableFuture<ProxyResponse> unsafe = begun(FakeRequest.of(method, "/api/x").withBody("2"));

    upstream.answerLast(answer());
    assertThat(unsafe).isDone();
    upstream.answer(answer()); // as it was before
    runHandedOver();

    assertThat(status(unsafe)).isEqualTo(200);
    assertThat(text(get)).endsWith(CoreFixture.BODY);
    assertThat(core.handleImmediately(get("x"))).isEmpty();
  }

  private void markEmpty(String target, String method) {
    CompletableFuture<ProxyResponse> first = begun(FakeRequest.of(method, "/api/" + target));
    upstream.answer(answer());
    assertThat(first).isNotDone();
    runHandedOver();
    assertThat(status(first)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "DELETE"})
  void errorInvalidatesNothingAndNeedsNoExecutorThread(String method) {
    store("x");
    executorFull = true;
    CompletableFuture<ProxyResponse> response = begun(FakeRequest.of(method, "/api/x"));

    upstream.answer(UpstreamAnswer.of(400, CoreFixture.BODY).atOnce());

    assertThat(status(response)).isEqualTo(400);
    assertThat(core.handleImmediately(get("x"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PATCH"})
  void requestThatMayHaveHadItsEffectIsNotSentTwice(String method) {
    FakeRequest request = FakeRequest.of(method, "/api/x").withBody("{}");
    CompletableFuture<ProxyResponse> response = begun(request);

    upstream.fail(Kind.STALE_CONNECTION, RequestSent.PERHAPS);

    assertThat(status(response)).isEqualTo(502);
    assertThat(upstream.requests).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PATCH"})
  void contentIsSentAgainOnANewConnection(String method) {
    FakeRequest request = FakeRequest.of(method, "/api/x").withBody("{}");
    CompletableFuture<ProxyResponse> response = begun(request);

    upstream.fail(Kind.STALE_CONNECTION, RequestSent.NO);
    assertThat(upstream.contentOfLast()).isEqualTo("{}");
    upstream.answer(answer());
    runHandedOver();

    assertThat(status(response)).isEqualTo(200);
    assertThat(upstream.requests.get(1).newConnection()).isTrue();
  }

  @Test
  void contentInFlightCountsTowardsTheBudgetForRequestContent() {
    keyBodyBudget = 16;
    use(cache -> cache, throttle -> throttle);
    assertThat(begin(question(1))).as("8 bytes").isPresent();
    assertThat(begin(question(1))).as("follows the first, holds nothing").isEmpty();
    assertThat(begin(question(2))).isPresent();

    assertThat(begin(question(3))).isEmpty();

    upstream.answer(answer());
    runHandedOver();
    assertThat(begin(question(3))).isPresent();
  }

  @Test
  void contentThatIsOnlyForwardedDoesNotCountTowardsTheBudget() {
    keyBodyBudget = 8;
    use(cache -> cache, throttle -> throttle);

    assertThat(begin(question(1).withHeader("If-Match", "\"1\""))).isPresent();

    assertThat(begin(question(2))).isPresent();
  }

  private static FakeRequest question(int number) {
    return FakeRequest.post("/api/x", "{\"a\": " + number + "}");
  }

  @Test
  void headReloadAndLongOrStreamedContentNeedAThread() {
    FakeRequest long32 = FakeRequest.post("/api/x", "x".repeat((32 << 10) + 1));
    FakeRequest streamed =
        FakeRequest.post("/api/x", "")
            .withBody(Body.Stream.of(new ByteArrayInputStream(new byte[1]), 1));

    assertThat(core.handleAsync(FakeRequest.get("/api/x")))
        .as("not tried at once before")
        .isEmpty();
    assertThat(begin(FakeRequest.of("HEAD", "/api/x"))).isEmpty();
    assertThat(begin(FakeRequest.post("/api/x", "{}", "Cache-Control", "no-cache"))).isEmpty();
    assertThat(begin(long32)).isEmpty();
    assertThat(begin(streamed)).isEmpty();
    assertThat(upstream.requests).isEmpty();
  }

  private void store(String target) {
    CompletableFuture<ProxyResponse> response = begun(get(target));
    upstream.answer(answer());
    assertThat(status(response)).isEqualTo(200);
  }
}
