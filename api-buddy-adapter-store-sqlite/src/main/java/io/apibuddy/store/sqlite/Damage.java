package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.local.StoreNotices;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Makes misses of what turns out to be damaged, and says so. Safe for concurrent use. */
final class Damage {
  private final Parts parts;

  Damage(Parts parts) {
    this.parts = parts;
  }

  /** Removes an entry that is not what was written. */
  void discard(long entry) {
    if (parts.overlay().removes(entry)) {
      return;
    }
    parts
        .notices()
        .warn(
            StoreNotices.DAMAGED, "A stored response did not match its checksum and was removed.");
    EntrySelector selector = new EntrySelector.ById(new EntryId(Long.toString(entry)));
    Overlay.Begun begun = parts.overlay().remove(selector);
    parts.writer().force(new RemovalStep(parts, begun.removal(), false));
  }

  /** Reads the row that {@code found} stands on; empty if it is damaged, which ends its entry. */
  Optional<EntryRow> intact(ResultSet found) throws SQLException {
    Optional<EntryRow> row = RowReader.read(found);
    if (row.isEmpty()) {
      discard(found.getLong(1));
    }
    return row;
  }

  /** Runs a query; where the file itself is damaged there is {@code nothing}. */
  <T> T read(Query<T> query, T nothing) {
    try {
      return parts.readers().call(query);
    } catch (StoreException e) {
      requireDamage(e);
      return nothing;
    }
  }

  /** Reports damage of the file itself, and throws what is anything else. */
  void requireDamage(StoreException failure) {
    if (failure.kind() != StoreException.Kind.CORRUPT) {
      throw failure;
    }
    parts
        .notices()
        .warn(
            StoreNotices.DAMAGED,
            "Part of the database file is damaged; what is stored there is fetched again ("
                + failure.getMessage()
                + "). To get rid of it, stop, move the file aside and start again.");
  }
}
