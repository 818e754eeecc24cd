package io.apibuddy.ports.contract;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Blocks threads, of a test or of the code under test, until it is opened; a thread that waits too
 * long fails. Opens once and for all. Safe for concurrent use.
 */
public final class Gate {
  private static final long DEADLINE_SECONDS = 30;

  private final CompletableFuture<Void> reached = new CompletableFuture<>();
  private final CompletableFuture<Void> opened = new CompletableFuture<>();

  /** Opens the gate for all threads, now and later. */
  public void open() {
    opened.complete(null);
  }

  /** Waits until a thread has reached the gate. */
  public void awaitArrival() throws InterruptedException {
    await(reached, "nobody came to the gate");
  }

  /** Waits until the gate is open. */
  public void pass() throws InterruptedException {
    reached.complete(null);
    await(opened, "the gate was never opened");
  }

  /** Waits until the gate is open, or fails once {@code closed} completes. */
  void passUnless(CompletableFuture<?> closed) throws IOException, InterruptedException {
    reached.complete(null);
    await(CompletableFuture.anyOf(opened, closed), "the gate was never opened");
    if (closed.isDone()) {
      throw new IOException("closed while waiting");
    }
  }

  private static void await(CompletableFuture<?> event, String otherwise)
      throws InterruptedException {
    try {
      event.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new AssertionError(otherwise, e);
    }
  }
}
