package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import java.sql.SQLException;

/** Writes an entry's newer head. */
final class HeadUpdate implements Operation {
  private final Engine engine;
  private final EntryRow row;
  private final PendingCell.Head head;

  HeadUpdate(Engine engine, EntryRow row, PendingCell.Head head) {
    this.engine = engine;
    this.row = row;
    this.head = head;
  }

  PendingCell.Head head() {
    return head;
  }

  @Override
  public long bytes() {
    return 8L * OVERHEAD;
  }

  @Override
  public void apply(Statements statements) throws SQLException {
    EntryTable.freshen(statements, row.freshened(head.response(), head.times()));
  }

  @Override
  public void committed() {
    engine.overlay().settle(row, head);
  }

  @Override
  public void failed(StoreException failure) {
    engine.overlay().settle(row, head);
    engine.notices().failed("a validation was not kept", failure);
  }
}
