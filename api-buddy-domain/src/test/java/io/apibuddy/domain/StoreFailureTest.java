package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.domain.FailingStore.Operation;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.StoreException;
import java.io.UncheckedIOException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * If the store fails, requests are forwarded and never fail; only callers that ask for removals get
 * an error.
 */
class StoreFailureTest {
  private final FailingStore store = new FailingStore();

  private CoreFixture proxy() {
    return new CoreFixture(
        new FakeUpstream(UpstreamAnswer.of(200, CoreFixture.BODY)),
        new CacheSettings(),
        CoreFixture.storage(store));
  }

  @ParameterizedTest
  @EnumSource
  void requestsAreForwardedIfEveryStoreOperationFails(StoreException.Kind kind) throws Exception {
    try (CoreFixture proxy = proxy()) {
      store.fail(kind, Operation.values());
      for (int i = 0; i < 2; i++) {
        CoreFixture.Answer answer = proxy.get("/api/x");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(CoreFixture.BODY);
        assertThat(answer.field("Cache-Status"))
            .isEqualTo("api-buddy; fwd=uri-miss; fwd-status=200; detail=store-unavailable");
      }
      assertThat(proxy.ask(FakeRequest.of("DELETE", "/api/x")).status()).isEqualTo(200);
      proxy.core.maintain();
      assertThat(proxy.upstream.calls()).isEqualTo(3);
    }
  }

  @Test
  void failedRemovalIsAnErrorForItsCaller() throws Exception {
    try (CoreFixture proxy = proxy()) {
      proxy.get("/api/x");
      EntryId stored =
          proxy.core.entries(EntryQuery.first(EntrySelector.ALL, 1)).entries().get(0).id();
      store.fail(StoreException.Kind.READ_ONLY, Operation.REMOVE);

      for (ThrowingCallable removal :
          List.<ThrowingCallable>of(
              () -> proxy.core.clear(null),
              () -> proxy.core.clear("api"),
              () -> proxy.core.remove(stored))) {
        assertThatThrownBy(removal)
            .isInstanceOfSatisfying(
                StoreException.class,
                failure -> assertThat(failure.kind()).isEqualTo(StoreException.Kind.READ_ONLY));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void failureOfAnySingleStoreOperationDoesNotAffectAnswers(Operation operation) throws Exception {
    try (CoreFixture proxy = proxy()) {
      proxy.get("/api/x");
      store.fail(StoreException.Kind.IO, operation);
      for (String target : new String[] {"/api/x", "/api/y", "/api/y"}) {
        assertThat(proxy.get(target).body()).isEqualTo(CoreFixture.BODY);
      }
      assertThat(proxy.ask(FakeRequest.post("/api/x", "a")).status()).isEqualTo(200);
      proxy.core.maintain();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BEGIN", "WRITE", "COMMIT"})
  void storeFailureIsReportedUntilSomethingIsStoredAgain(Operation operation) throws Exception {
    try (CoreFixture proxy = proxy()) {
      assertThat(proxy.core.storeFailure()).isEmpty();
      store.fail(StoreException.Kind.FULL, operation);
      proxy.get("/api/x");
      assertThat(proxy.core.storeFailure()).isPresent();
      store.fail(StoreException.Kind.FULL);
      assertThat(proxy.core.storeFailure()).isPresent();
      proxy.get("/api/x");

      assertThat(proxy.core.storeFailure()).isEmpty();
    }
  }

  @Test
  void entryWhoseContentIsMissingIsFetchedAgain() throws Exception {
    try (CoreFixture proxy = proxy()) {
      proxy.get("/api/x");
      store.fail(StoreException.Kind.CORRUPT, Operation.IN_MEMORY, Operation.BODY);
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("MISS");
      store.fail(StoreException.Kind.CORRUPT);

      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("HIT");
      assertThat(proxy.upstream.calls()).isEqualTo(2);
    }
  }

  @Test
  void completeAndTruncatedAnswersLeaveNothingStaged() throws Exception {
    FakeUpstream upstream =
        new FakeUpstream(
            received ->
                received.request().target().endsWith("/cut")
                    ? UpstreamAnswer.cutAfter(60, new byte[200])
                    : UpstreamAnswer.of(200, CoreFixture.BODY));
    try (CoreFixture proxy =
        new CoreFixture(upstream, new CacheSettings(), CoreFixture.storage(store))) {
      proxy.get("/api/whole");
      assertThatThrownBy(() -> proxy.get("/api/cut")).isInstanceOf(UncheckedIOException.class);
      proxy.awaitIdle();

      assertThat(store.begun()).isEqualTo(2);
      assertThat(store.closed()).isEqualTo(2);
    }
  }
}
