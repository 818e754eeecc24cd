package io.apibuddy.domain.fill;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Leaves to other threads what may hold up the one that brings an upstream's answer. */
public final class Handover {

  private Handover() {}

  /**
   * Has {@code work} done by one of {@code others}.
   *
   * @return false if there is no place for it
   */
  public static boolean to(Executor others, Runnable work) {
    try {
      others.execute(work);
      return true;
    } catch (RejectedExecutionException | OutOfMemoryError e) { // no place, or no thread for one
      return false;
    }
  }
}
