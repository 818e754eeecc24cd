package io.apibuddy.ports.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of entries, without their bodies.
 *
 * @param entries the entries
 * @param next where the next page begins, null after the last
 */
public record EntryPage(List<StoredResponse> entries, @Nullable String next) {

  /** Copies the list. */
  public EntryPage {
    entries = List.copyOf(entries);
  }
}
