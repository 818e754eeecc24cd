package io.apibuddy.store.sqlite;

import java.util.List;

/**
 * A removal that is not complete in the tables yet.
 *
 * @param number identifies the removal in its table
 * @param barrier the last entry number that was assigned before it
 * @param selection which of the entries up to the barrier are removed
 */
record Removal(long number, long barrier, Selection selection) {

  boolean covers(EntryRow row) {
    return row.id() <= barrier && selection.covers(row);
  }

  SqlCondition condition() {
    return new SqlCondition("id <= ?", List.of(barrier)).and(selection.condition());
  }
}
