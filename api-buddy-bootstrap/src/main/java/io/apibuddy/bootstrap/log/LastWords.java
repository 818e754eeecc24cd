package io.apibuddy.bootstrap.log;

import io.apibuddy.ports.store.local.PlatformThreads;
import io.apibuddy.ports.store.local.Uninterrupted;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What is said at the end, for a while: whoever does not read it keeps nobody from ending. */
public final class LastWords {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private LastWords() {}

  /** Runs {@code saying} on a thread of its own and waits for it, for a second at most. */
  public static void say(Runnable saying) {
    Thread speaker = PlatformThreads.daemon("api-buddy-last-words", saying);
    speaker.start();
    Uninterrupted.await(PATIENCE, nanos -> TimeUnit.NANOSECONDS.timedJoin(speaker, nanos));
  }
}
