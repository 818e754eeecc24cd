package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.Touch;
import io.apibuddy.ports.store.local.Millis;
import io.apibuddy.ports.store.local.StoreNotices;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Writes the time of last use of entries. */
final class LastUseUpdate implements Operation {
  private final StoreNotices notices;
  private final List<Touch> uses;

  LastUseUpdate(StoreNotices notices, List<Touch> uses) {
    this.notices = notices;
    this.uses = uses;
  }

  @Override
  public long bytes() {
    return OVERHEAD + 96L * uses.size();
  }

  @Override
  public void apply(Statements statements) throws SQLException {
    PreparedStatement update =
        statements.prepare(
            "UPDATE cache_entries SET last_accessed = max(last_accessed, ?) WHERE id = ?");
    for (Touch use : uses) {
      update.setLong(1, Millis.of(use.lastUsed()));
      update.setLong(2, EntryNumbers.parse(use.id()));
      update.executeUpdate();
    }
  }

  @Override
  public void failed(StoreException failure) {
    notices.failed("the last use of entries was not stored", failure);
  }
}
