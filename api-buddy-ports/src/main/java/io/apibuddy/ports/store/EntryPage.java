package io.apibuddy.ports.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of entries without their bodies.
 *
 * @param entries the entries
 * @param next the cursor of the next page, null on the last page
 */
public record EntryPage(List<StoredResponse> entries, @Nullable String next) {

  /** Copies the list. */
  public EntryPage {
    entries = List.copyOf(entries);
  }
}
