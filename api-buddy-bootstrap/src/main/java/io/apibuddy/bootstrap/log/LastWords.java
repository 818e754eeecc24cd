package io.apibuddy.bootstrap.log;

import io.apibuddy.ports.store.local.PlatformThreads;

/** What is said at the end, for a while: whoever does not read it keeps nobody from ending. */
public final class LastWords {
  private static final long PATIENCE_MILLIS = 1_000;

  private LastWords() {}

  /** Runs {@code saying} on a thread of its own and waits for it, for a second at most. */
  public static void say(Runnable saying) {
    Thread speaker = PlatformThreads.daemon("api-buddy-last-words", saying);
    speaker.start();
    try {
      speaker.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
