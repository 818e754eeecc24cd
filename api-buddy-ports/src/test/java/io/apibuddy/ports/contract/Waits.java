package io.apibuddy.ports.contract;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waits for conditions that soon hold, for as long as a busy machine may need. */
public final class Waits {
  /** Less than the minute after which most tests are ended, so that a failure says what lacks. */
  private static final Duration LIMIT = Duration.ofSeconds(50);

  private Waits() {}

  /** Returns a wait that fails after 50 seconds; Awaitility's own limit is ten. */
  public static ConditionFactory await() {
    return Awaitility.await().atMost(LIMIT);
  }

  /** Returns the result of a future; fails if there is none after 50 seconds. */
  public static <T> T result(Future<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }
}
