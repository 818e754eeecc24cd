package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import java.sql.SQLException;

/**
 * Gives free pages back to the disk, a few at a time, but keeps as many as will soon be needed
 * again.
 */
final class IncrementalVacuum implements Operation {
  private static final int STEP = 256;
  private static final long SPARE = 512;
  private static final int SPARE_PART = 8;

  private final Writer writer;
  private boolean more;

  IncrementalVacuum(Writer writer) {
    this.writer = writer;
  }

  @Override
  public void apply(Statements statements) throws SQLException {
    long free = Rows.number(statements.prepare("PRAGMA freelist_count"));
    long used = Rows.number(statements.prepare("PRAGMA page_count")) - free;
    more = free > Math.max(SPARE, used / SPARE_PART);
    if (more) {
      statements.executeToTheEnd("PRAGMA incremental_vacuum(" + STEP + ")");
    }
  }

  @Override
  public void committed() {
    if (more) {
      writer.force(new IncrementalVacuum(writer));
    }
  }

  @Override
  public void failed(StoreException failure) {
    // The pages stay usable, and the next removal tries again.
  }
}
