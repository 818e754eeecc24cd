package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Deletes entries of which some cannot be deleted because of damage. A transaction that meets
 * damage is not committed, so if it fails, each half is deleted separately, down to the single
 * entries that have to stay.
 */
final class BisectingDeletion implements Operation {
  private final Parts parts;
  private final UndeletableEntries undeletable;
  private final List<Long> entries;
  private List<Long> gone = List.of();

  /** Creates the operation; entries that have to stay are added to {@code undeletable}. */
  BisectingDeletion(Parts parts, UndeletableEntries undeletable, List<Long> entries) {
    this.parts = parts;
    this.undeletable = undeletable;
    this.entries = List.copyOf(entries);
  }

  @Override
  public long bytes() {
    return OVERHEAD + 24L * entries.size();
  }

  @Override
  public void apply(Statements statements) throws SQLException {
    PreparedStatement delete = statements.prepare(Pruning.DELETE);
    delete.setString(1, Rows.list(entries));
    gone = parts.writer().totals().delete(delete);
  }

  @Override
  public void committed() {
    if (!gone.isEmpty()) {
      parts.reclaim(gone);
    }
  }

  @Override
  public void failed(StoreException failure) {
    if (failure.kind() != StoreException.Kind.CORRUPT) {
      return; // the next pruning tries again
    }
    int half = entries.size() / 2;
    if (half == 0) {
      undeletable.add(entries);
    } else {
      parts.writer().force(new BisectingDeletion(parts, undeletable, entries.subList(0, half)));
      parts
          .writer()
          .force(new BisectingDeletion(parts, undeletable, entries.subList(half, entries.size())));
    }
  }
}
