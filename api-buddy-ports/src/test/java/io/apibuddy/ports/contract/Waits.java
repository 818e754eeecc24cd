package io.apibuddy.ports.contract;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waits for conditions that soon hold, for as long as a busy machine may need. */
public final class Waits {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private Waits() {}

  /** Returns a wait that fails only after a minute; Awaitility's own limit is ten seconds. */
  public static ConditionFactory await() {
    return Awaitility.await().atMost(LIMIT);
  }
}
