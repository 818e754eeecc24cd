package io.apibuddy.bootstrap.usage;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads the content of one answer, piece by piece, without its coding. For use by one thread. */
interface ContentReader {

  /**
   * Reads the next bytes.
   *
   * @throws IOException if the content is not of the expected format; {@link #abort} is called
   *     then, and no more bytes follow
   */
  void take(byte[] bytes, int offset, int count) throws IOException;

  /** Returns whether further bytes could change the result; none are passed if not. */
  default boolean wantsMore() {
    return true;
  }

  /** Is called if the rest of the content exists but will not be passed, as it cannot be read. */
  default void abort() {}

  /** Is called at the end of the content, perhaps more than once. */
  default void end() {}

  /** Returns whether the content read so far reports a job that is still running. */
  default boolean isUnfinished() {
    return false;
  }

  /** Returns whether the content read so far allows the answer to be kept. */
  default boolean isWorthKeeping() {
    return true;
  }

  /**
   * Returns the earliest time at which a link in the content expires, null if none does. Called
   * after {@link #isWorthKeeping} has returned true.
   */
  default @Nullable Instant usableUntil() {
    return null;
  }
}
