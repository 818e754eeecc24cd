package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import java.sql.SQLException;

/** Writes the new head of an entry after a validation. */
final class HeadUpdate implements Operation {
  private final Parts parts;
  private final EntryRow row;
  private final PendingChanges.Head head;

  HeadUpdate(Parts parts, EntryRow row, PendingChanges.Head head) {
    this.parts = parts;
    this.row = row;
    this.head = head;
  }

  PendingChanges.Head head() {
    return head;
  }

  @Override
  public long bytes() {
    return 8L * OVERHEAD;
  }

  @Override
  public void apply(Statements statements) throws SQLException {
    EntryRow freshened = row.freshened(head.response(), head.times());
    EntryTable.freshen(statements, freshened, parts.writer().totals());
  }

  @Override
  public void committed() {
    parts.overlay().settle(row, head);
  }

  @Override
  public void failed(StoreException failure) {
    parts.overlay().settle(row, head);
    parts.notices().failed("a validation was not stored", failure);
  }
}
