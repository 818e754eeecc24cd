package io.apibuddy.ports.store;

/**
 * The name of one stored response. It stays the same as long as the response is stored and is never
 * reused for another.
 *
 * @param value letters, digits and hyphens, chosen by the store
 */
public record EntryId(String value) {

  /** Rejects an empty name. */
  public EntryId {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("empty entry id");
    }
  }
}
