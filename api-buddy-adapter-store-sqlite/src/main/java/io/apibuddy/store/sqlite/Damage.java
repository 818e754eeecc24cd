package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.local.StoreNotices;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes misses of what turns out to be damaged, and says so. Safe for concurrent use. */
final class Damage {
  private final Engine engine;

  Damage(Engine engine) {
    this.engine = engine;
  }

  /** Removes an entry that is not what was written. */
  void discard(long entry) {
    if (engine.overlay().removes(entry)) {
      return;
    }
    engine
        .notices()
        .warn(
            StoreNotices.DAMAGED, "A stored response did not match its checksum and was removed.");
    EntrySelector selector = new EntrySelector.ById(new EntryId(Long.toString(entry)));
    Overlay.Begun begun = engine.overlay().remove(selector);
    engine.writer().force(new RemovalStep(engine, begun.removal(), false));
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
    return orNothing(() -> engine.readers().call(query), nothing);
  }

  /** Makes a call; what the file's own damage prevents comes to {@code nothing} and is reported. */
  <T> T orNothing(Supplier<T> call, T nothing) {
    try {
      return call.get();
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.CORRUPT) {
        throw e;
      }
      engine
          .notices()
          .warn(
              StoreNotices.DAMAGED,
              "A part of the database file is damaged; what lies there is fetched anew ("
                  + e.getMessage()
                  + "). To be rid of it, stop, move the file aside and start again.");
      return nothing;
    }
  }
}
