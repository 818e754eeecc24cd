package io.apibuddy.bootstrap.usage;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Takes decoded content piece by piece. For use by one thread. */
interface ContentReader {

  /**
   * Takes the next bytes.
   *
   * @throws IOException if the content is not what it says it is
   */
  void take(byte[] bytes, int offset, int count) throws IOException;

  /** Returns whether more could tell anything. */
  default boolean wantsMore() {
    return true;
  }

  /** Takes notice that what is left will not come: there is more, or it cannot be read. */
  default void breakOff() {}

  /** Takes notice of the end; more than once is harmless. */
  default void end() {}

  /** Returns whether what was taken says of a job that it goes on. */
  default boolean isUnfinished() {
    return false;
  }

  /** Returns whether what was taken leaves the answer worth keeping. */
  default boolean isWorthKeeping() {
    return true;
  }

  /**
   * Returns when the first of the links ends that were taken, null if none does; asked once it is
   * known to be worth keeping.
   */
  default @Nullable Instant usableUntil() {
    return null;
  }
}
