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

/** The head of an answer in flight, for all who wait for it. Safe for concurrent use. */
final class PendingHead {
  private final CompletableFuture<Optional<FillHead>> outcome = new CompletableFuture<>();

  /** Gives it to all who wait. */
  void arrived(FillHead head) {
    outcome.complete(Optional.of(head));
  }

  /** Says that there will be none, because the answer is stored after all. */
  void withdrawn() {
    outcome.complete(Optional.empty());
  }

  /** Says that there will be none. */
  void failed(Throwable reason) {
    outcome.completeExceptionally(reason);
  }

  /** Runs {@code action} once it is known what comes of it, perhaps at once. */
  void onKnown(Runnable action) {
    CompletableFuture<?> unused = outcome.whenComplete((head, failure) -> action.run());
  }

  /**
   * Waits for it.
   *
   * @return the head; empty if the answer is stored after all
   * @throws UpstreamException if there was none: each who waits gets one of its own
   * @throws ThrottledException likewise, if the upstream was not asked
   * @throws NotRecordedException likewise, if the answer had to be recorded and was not
   */
  Optional<FillHead> await(long patienceNanos) throws UpstreamException, InterruptedException {
    try {
      return outcome.get(patienceNanos, TimeUnit.NANOSECONDS);
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

  /** Returns what {@link #await} would, once it is known. */
  Optional<FillHead> known() throws UpstreamException {
    try {
      return outcome.join();
    } catch (CompletionException e) {
      throw failure(e.getCause());
    }
  }

  /** Returns an exception of one's own, or throws it if no check is due. */
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
