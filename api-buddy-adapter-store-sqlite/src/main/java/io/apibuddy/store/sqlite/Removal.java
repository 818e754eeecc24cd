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

  /** Returns the condition of rows that none of {@code removals} hides. */
  static Condition visible(List<Removal> removals) {
    if (removals.isEmpty()) {
      return new Condition("1", List.of());
    }
    if (removals.size() == 1) {
      return removals.get(0).condition().negated();
    }
    // Halves, since SQLite bounds how deep an expression may be.
    int half = removals.size() / 2;
    return visible(removals.subList(0, half)).and(visible(removals.subList(half, removals.size())));
  }
}
