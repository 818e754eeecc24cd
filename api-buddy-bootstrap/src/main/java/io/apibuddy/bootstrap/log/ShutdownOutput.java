package io.apibuddy.bootstrap.log;

import io.apibuddy.ports.store.local.PlatformThreads;
import io.apibuddy.ports.store.local.Uninterrupted;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Writes last messages during shutdown, for a bounded time: a reader that blocks cannot keep the
 * proxy from ending.
 */
public final class ShutdownOutput {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private ShutdownOutput() {}

  /** Runs {@code task} on a new daemon thread and waits for it for at most one second. */
  public static void write(Runnable task) {
    Thread thread = PlatformThreads.daemon("api-buddy-last-words", task);
    thread.start();
    Uninterrupted.await(TIMEOUT, nanos -> TimeUnit.NANOSECONDS.timedJoin(thread, nanos));
  }
}
