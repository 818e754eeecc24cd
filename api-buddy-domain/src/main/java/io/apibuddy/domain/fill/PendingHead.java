package io.apibuddy.domain.fill;

import io.apibuddy.domain.throttle.ThrottledException;
import io.apibuddy.ports.upstream.UpstreamException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The future head of an answer in flight, for all who wait for it. Safe for concurrent use. */
final class PendingHead {
  private final CompletableFuture<Optional<FillHead>> outcome = new CompletableFuture<>();

  /** Completes with the head. */
  void arrived(FillHead head) {
    outcome.complete(Optional.of(head));
  }

  /** Completes without a head, because the answer is stored after all. */
  void withdrawn() {
    outcome.complete(Optional.empty());
  }

  /** Completes with a failure. */
  void failed(Throwable reason) {
    outcome.completeExceptionally(reason);
  }

  /** Returns whether this is completed. */
  boolean isKnown() {
    return outcome.isDone();
  }

  /** Runs {@code action} once this is completed, at once if it is. */
  void onKnown(Runnable action) {
    CompletableFuture<?> unused = outcome.whenComplete((head, failure) -> action.run());
  }

  /**
   * Waits for the head.
   *
   * @return the head; empty if the answer is stored after all
   * @throws UpstreamException if no head came; each caller gets an exception of its own, here and
   *     below
   * @throws ThrottledException if the upstream was not asked
   * @throws NotRecordedException if the answer had to be recorded and was not
   */
  Optional<FillHead> await(long timeoutNanos) throws UpstreamException, InterruptedException {
    try {
      return outcome.get(timeoutNanos, TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (TimeoutException e) {
      throw new UpstreamException(
          UpstreamException.Kind.RESPONSE_TIMEOUT,
          UpstreamException.RequestSent.PERHAPS,
          "the answer in flight did not come in time",
          e);
    }
  }

  /** Returns what {@link #await} would; to be called once this is completed. */
  Optional<FillHead> known() throws UpstreamException {
    try {
      return outcome.join();
    } catch (CompletionException e) {
      throw failure(e.getCause());
    }
  }

  /** Returns a new exception for the caller, or throws it if it is unchecked. */
  private static UpstreamException failure(@Nullable Throwable cause) {
    if (cause instanceof UpstreamException failure) {
      return new UpstreamException(
          failure.kind(), failure.requestSent(), String.valueOf(failure.getMessage()), failure);
    }
    if (cause instanceof ThrottledException refused) {
      throw new ThrottledException(refused.refusal());
    }
    if (cause instanceof NotRecordedException) {
      throw new NotRecordedException();
    }
    throw new IllegalStateException("the fill failed", cause);
  }
}
