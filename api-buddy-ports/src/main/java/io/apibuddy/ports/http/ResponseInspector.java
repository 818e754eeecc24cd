package io.apibuddy.ports.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Inspects the content of answers while they are stored. Each answer is read once, so that a hit
 * needs no reading. Safe for concurrent use.
 */
@FunctionalInterface
public interface ResponseInspector {

  /** Inspects no answer. */
  ResponseInspector NONE = (method, model, head, lifetime) -> Inspection.NOTHING;

  /**
   * Starts the inspection of an answer.
   *
   * @param method the request's method
   * @param model returns the model that the request names in its path or in JSON content of at most
   *     64 KiB, empty if it names none; reads the content at each call, and may be called until the
   *     inspection ends
   * @param head the status and the fields as they are stored
   * @param lifetime how long the answer will be fresh; null if its fields decide that for each
   *     request, or if it is a recording
   * @return the inspection, {@link Inspection#NOTHING} if there is nothing to find
   */
  Inspection begin(
      String method, Supplier<String> model, ResponseHead head, @Nullable Duration lifetime);

  /**
   * The inspection of one answer. It takes a bounded amount of memory, however long the content is.
   * For use by one thread.
   */
  interface Inspection {

    /** Ignores the content and finds nothing. */
    Inspection NOTHING =
        new Inspection() {
          @Override
          public void take(Body.Bytes piece) {}

          @Override
          public Map<String, String> attributes() {
            return Map.of();
          }
        };

    /** Reads the next piece of the content, still in the content coding that the head states. */
    void take(Body.Bytes piece);

    /**
     * Returns the attributes to store with the entry, none if nothing was found. Called after the
     * last piece. With {@code EntryCompletion.UNFINISHED}, mode {@code record} asks the upstream
     * again if the request only asked for the state of a job.
     */
    Map<String, String> attributes();

    /**
     * Returns whether the content may be kept. Content that reports, in spite of its status, a
     * failure or a job that is still running, or that issues a token, is kept only as a recording.
     */
    default boolean isWorthKeeping() {
      return true;
    }

    /**
     * Returns when the content stops being usable, for example because links in it expire; null if
     * nothing in the content says so. Called after {@link #isWorthKeeping} has returned true. An
     * answer whose lifetime is configured is fresh for at most three quarters of the time left.
     */
    default @Nullable Instant usableUntil() {
      return null;
    }
  }
}
