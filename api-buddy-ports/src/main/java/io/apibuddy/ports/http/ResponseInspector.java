package io.apibuddy.ports.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Examines the content of responses while they are being stored, once each, so that a hit need not
 * examine it. Safe for concurrent use.
 */
@FunctionalInterface
public interface ResponseInspector {

  /** Examines nothing. */
  ResponseInspector NONE = (method, head, lifetime) -> Inspection.NOTHING;

  /**
   * Starts to examine a response.
   *
   * @param method the request's method
   * @param head status and header fields as they are stored
   * @param lifetime the freshness lifetime from the configuration, null if the response's own
   *     fields determine it, or if the response is a recording
   */
  Inspection begin(String method, ResponseHead head, @Nullable Duration lifetime);

  /**
   * The examination of one response, in bounded memory whatever its length. For use by one thread.
   */
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

    /** Takes the next piece of the content, in the content coding that the head names. */
    void take(Body.Bytes piece);

    /**
     * Returns what was found, to be kept with the entry, once all of the content was taken. Where
     * {@code EntryCompletion.UNFINISHED} is among it, mode {@code record} asks again if the request
     * did no more than ask for a state.
     */
    Map<String, String> attributes();

    /**
     * Returns whether the content that was taken is worth keeping. Content is not if it says,
     * unlike the status, that the request failed, that a job is not done yet or that a token is
     * issued; it is then kept only as a recording.
     */
    default boolean isWorthKeeping() {
      return true;
    }

    /**
     * Returns when the content stops being usable, for example because links in it expire; null if
     * nothing in it says so. Called once the content is known to be worth keeping. Where the
     * configuration sets the freshness lifetime, it is limited to three quarters of the time until
     * then.
     */
    default @Nullable Instant usableUntil() {
      return null;
    }
  }
}
