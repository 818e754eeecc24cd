package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.local.StoreNotices;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Turns damaged data into misses and reports it. Safe for concurrent use. */
final class Damage {
  private final Parts parts;

  Damage(Parts parts) {
    this.parts = parts;
  }

  /** Removes an entry that does not match its checksum. */
  void discard(long entry) {
    if (parts.overlay().removes(entry)) {
      return;
    }
    parts
        .notices()
        .warn(
            StoreNotices.DAMAGED, "A stored response did not match its checksum and was removed.");
    EntrySelector selector = new EntrySelector.ById(new EntryId(Long.toString(entry)));
    Overlay.StartedRemoval begun = parts.overlay().remove(selector);
    parts.writer().force(RemovalStep.first(parts, begun.removal(), false));
  }

  /** Reads the current row of {@code found}; empty if it is damaged, which removes its entry. */
  Optional<EntryRow> intact(ResultSet found) throws SQLException {
    Optional<EntryRow> row = RowReader.read(found);
    if (row.isEmpty()) {
      discard(found.getLong(1));
    }
    return row;
  }

  /** Runs a query; returns {@code nothing} where the database file itself is damaged. */
  <T> T read(Query<T> query, T nothing) {
    try {
      return parts.readers().call(query);
    } catch (StoreException e) {
      requireDamage(e);
      return nothing;
    }
  }

  /** Reports damage of the database file itself, and throws any other failure. */
  void requireDamage(StoreException failure) {
    if (failure.kind() != StoreException.Kind.CORRUPT) {
      throw failure;
    }
    parts
        .notices()
        .warn(
            StoreNotices.DAMAGED,
            "Part of the database file is damaged; what is stored there is fetched again: "
                + failure.getMessage());
  }
}
