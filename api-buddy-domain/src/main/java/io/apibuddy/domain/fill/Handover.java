package io.apibuddy.domain.fill;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Moves work that may block away from the thread that delivers an upstream's answer. */
public final class Handover {

  private Handover() {}

  /**
   * Runs {@code work} on a thread of {@code others}.
   *
   * @return false if there is no place for it
   */
  public static boolean to(Executor others, Runnable work) {
    try {
      others.execute(work);
      return true;
    } catch (RejectedExecutionException | OutOfMemoryError e) { // no place, or no new thread
      return false;
    }
  }
}
