package io.apibuddy.domain.exchange;

import io.apibuddy.ports.http.ProxyResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The answer to come of an exchange that no thread waits for. Who comes first makes it: its
 * upstream's answer or failure, or its client's leaving. Safe for concurrent use.
 */
final class PendingAnswer {
  private final CompletableFuture<ProxyResponse> response = new CompletableFuture<>();
  private final AtomicBoolean given = new AtomicBoolean();

  /**
   * Gives the answer that {@code maker} makes, unless there is one.
   *
   * @return false if there is one: {@code maker} was not asked
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

  /** Returns the answer to come. */
  CompletableFuture<ProxyResponse> response() {
    return response;
  }
}
