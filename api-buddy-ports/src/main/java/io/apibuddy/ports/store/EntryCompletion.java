package io.apibuddy.ports.store;

import io.apibuddy.ports.http.Headers;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a response only after its body has been received.
 *
 * @param trailers the trailer section, empty if there was none
 * @param attributes what an inspector found in the content (model, tokens...), empty if nothing
 */
public record EntryCompletion(Headers trailers, Map<String, String> attributes) {

  /** Neither trailers nor attributes. */
  public static final EntryCompletion PLAIN = new EntryCompletion(Headers.EMPTY, Map.of());

  /** The attribute that holds how long the upstream took, in milliseconds. */
  public static final String UPSTREAM_MILLIS = "upstream-millis";

  /** The attribute, of any value, of content that says of a job that it goes on. */
  public static final String UNFINISHED = "unfinished";

  /** The attribute that holds when the content stops being of use, as ISO 8601 has it in UTC. */
  public static final String USABLE_UNTIL = "usable-until";

  /** The largest number that is believed: millions of them add up within 64 bits. */
  private static final long LARGEST = 10_000_000_000L;

  /** Refuses null. */
  public EntryCompletion {
    Objects.requireNonNull(trailers, "trailers");
    attributes = Map.copyOf(attributes);
  }

  /** Returns whether the content was found to say of a job that it goes on. */
  public boolean isUnfinished() {
    return attributes.containsKey(UNFINISHED);
  }

  /** Returns when the content stops being of use, null if nothing in it says so. */
  public @Nullable Instant usableUntil() {
    String text = attributes.get(USABLE_UNTIL);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      return null; // as with numbers
    }
  }

  /** Returns how many milliseconds the upstream took for the whole response, 0 if not known. */
  public long upstreamMillis() {
    return number(UPSTREAM_MILLIS);
  }

  /**
   * Returns the whole number that an attribute holds, 0 if it holds none, a negative one or one
   * above ten thousand million: a count or a time is none of these.
   */
  public long number(String attribute) {
    String text = attributes.get(attribute);
    if (text == null) {
      return 0;
    }
    try {
      long number = Long.parseLong(text);
      return number < 0 || number > LARGEST ? 0 : number;
    } catch (NumberFormatException e) {
      return 0; // what another version left there is no reason to fail
    }
  }
}
