package io.apibuddy.store.sqlite;

import java.util.List;

/**
 * A removal that the tables do not show in full yet.
 *
 * @param number names the removal in its table
 * @param barrier the last entry number that was given out before
 * @param selection which of the entries up to the barrier have gone
 */
record Removal(long number, long barrier, Selection selection) {

  boolean covers(EntryRow row) {
    return row.id() <= barrier && selection.covers(row);
  }

  Condition condition() {
    return new Condition("id <= ?", List.of(barrier)).and(selection.condition());
  }
}
