package io.apibuddy.ports.store;

import io.apibuddy.ports.http.Headers;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a response that are known only after its body was received.
 *
 * @param trailers the trailer section, empty if there was none
 * @param attributes what a {@link io.apibuddy.ports.http.ResponseInspector} found in the content
 *     (model, tokens...), empty if nothing
 */
public record EntryCompletion(Headers trailers, Map<String, String> attributes) {

  /** No trailers and no attributes. */
  public static final EntryCompletion PLAIN = new EntryCompletion(Headers.EMPTY, Map.of());

  /** The attribute with the time that the upstream took, in milliseconds. */
  public static final String UPSTREAM_MILLIS = "upstream-millis";

  /**
   * The attribute that marks content which reports a job that is still running; its value does not
   * matter.
   */
  public static final String UNFINISHED = "unfinished";

  /** The attribute with the time at which the content stops being usable, in ISO 8601 in UTC. */
  public static final String USABLE_UNTIL = "usable-until";

  /** The largest number that is accepted, so that millions of them add up within 64 bits. */
  private static final long MAX_NUMBER = 10_000_000_000L;

  /** Rejects null. */
  public EntryCompletion {
    Objects.requireNonNull(trailers, "trailers");
    attributes = Map.copyOf(attributes);
  }

  /** Returns whether the content reports a job that is still running. */
  public boolean isUnfinished() {
    return attributes.containsKey(UNFINISHED);
  }

  /** Returns when the content stops being usable, null if nothing in it says so. */
  public @Nullable Instant usableUntil() {
    String text = attributes.get(USABLE_UNTIL);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      return null; // ignored, like an attribute that is not a number
    }
  }

  /**
   * Returns the time that the upstream took for the complete response in milliseconds, 0 if not
   * known.
   */
  public long upstreamMillis() {
    return number(UPSTREAM_MILLIS);
  }

  /**
   * Returns the whole number in an attribute. Returns 0 if the attribute is absent or not a number,
   * and if the number is negative or above 10,000,000,000, which no count or time is.
   */
  public long number(String attribute) {
    String text = attributes.get(attribute);
    if (text == null) {
      return 0;
    }
    try {
      long number = Long.parseLong(text);
      return number < 0 || number > MAX_NUMBER ? 0 : number;
    } catch (NumberFormatException e) {
      return 0; // what another version wrote must not cause a failure
    }
  }
}
