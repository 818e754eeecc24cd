package io.apibuddy.domain.exchange;

import io.apibuddy.ports.http.ProxyResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The future answer of an exchange that no thread waits for. The first event makes it: the
 * upstream's answer or failure, or the client's leaving. Safe for concurrent use.
 */
final class PendingAnswer {
  private final CompletableFuture<ProxyResponse> response = new CompletableFuture<>();
  private final AtomicBoolean given = new AtomicBoolean();

  /**
   * Completes the answer with what {@code maker} makes, unless it was completed before.
   *
   * @return false if it was completed before; {@code maker} was not called
   */
  boolean give(Supplier<ProxyResponse> maker) {
    if (!given.compareAndSet(false, true)) {
      return false;
    }
    ProxyResponse made;
    try {
      made = maker.get();
    } catch (RuntimeException | Error bug) {
      response.completeExceptionally(bug);
      return true;
    }
    response.complete(made);
    return true;
  }

  /** Returns the future of the answer. */
  CompletableFuture<ProxyResponse> response() {
    return response;
  }
}
