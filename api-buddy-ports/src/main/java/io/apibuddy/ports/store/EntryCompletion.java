package io.apibuddy.ports.store;

import io.apibuddy.ports.http.Headers;
import java.util.Map;
import java.util.Objects;

/**
 * What is known of a response only after its body has been received.
 *
 * @param trailers the trailer section, empty if there was none
 * @param attributes what an inspector found in the content (model, tokens...), empty if nothing
 */
public record EntryCompletion(Headers trailers, Map<String, String> attributes) {

  /** Neither trailers nor attributes. */
  public static final EntryCompletion PLAIN = new EntryCompletion(Headers.EMPTY, Map.of());

  /** Refuses null. */
  public EntryCompletion {
    Objects.requireNonNull(trailers, "trailers");
    attributes = Map.copyOf(attributes);
  }
}
