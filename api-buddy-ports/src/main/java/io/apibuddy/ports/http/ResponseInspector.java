package io.apibuddy.ports.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers while they are being stored, once each, so that a hit has nothing to read. Safe for
 * concurrent use.
 */
@FunctionalInterface
public interface ResponseInspector {

  /** Looks at nothing. */
  ResponseInspector NONE = (method, head, lifetime) -> Inspection.NOTHING;

  /**
   * Begins with an answer.
   *
   * @param method the request's method
   * @param head status and fields as they are stored
   * @param lifetime how long it will be fresh, null if its fields decide when it is asked for, or
   *     it is a recording
   */
  Inspection begin(String method, ResponseHead head, @Nullable Duration lifetime);

  /** The reading of one answer, in bounded memory whatever its length. For use by one thread. */
  interface Inspection {

    /** Finds nothing. */
    Inspection NOTHING =
        new Inspection() {
          @Override
          public void take(Body.Bytes piece) {}

          @Override
          public Map<String, String> attributes() {
            return Map.of();
          }
        };

    /** Takes the next piece of the content, still encoded as its head says. */
    void take(Body.Bytes piece);

    /**
     * Returns what was found, to be kept with the entry, once all of the content was taken. Where
     * {@code EntryCompletion.UNFINISHED} is among it, mode {@code record} asks again if the request
     * did no more than ask for a state.
     */
    Map<String, String> attributes();

    /**
     * Returns whether the content that was taken is worth keeping. One that is not, since it says
     * what its status does not, that the answer failed, that a job is not done yet or that a token
     * is issued, is kept as a recording alone.
     */
    default boolean isWorthKeeping() {
      return true;
    }

    /**
     * Returns when the content stops being of use, as when links in it end, null if nothing in it
     * says so; asked once it is known to be worth keeping. Where the configuration says how long an
     * answer is fresh, it is so for three quarters of the time until then at most.
     */
    default @Nullable Instant usableUntil() {
      return null;
    }
  }
}
