package io.apibuddy.ports.store;

/**
 * Names one stored response for as long as it lives; never used again for another.
 *
 * @param value letters, digits and hyphens, chosen by the store
 */
public record EntryId(String value) {

  /** Refuses the empty name. */
  public EntryId {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("empty entry id");
    }
  }
}
