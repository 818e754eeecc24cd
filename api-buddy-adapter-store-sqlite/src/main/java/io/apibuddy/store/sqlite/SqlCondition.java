package io.apibuddy.store.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * An SQL condition with its values.
 *
 * @param sql the condition, with a question mark for each value
 * @param values texts, numbers and byte arrays
 */
record SqlCondition(String sql, List<Object> values) {

  SqlCondition {
    values = List.copyOf(values);
  }

  /** Returns the conjunction of this and {@code other}. */
  SqlCondition and(SqlCondition other) {
    return new SqlCondition("(" + sql + ") AND (" + other.sql + ")", joined(other.values));
  }

  /** Binds the values from {@code index} on and returns the next index. */
  int bind(PreparedStatement statement, int index) throws SQLException {
    int next = index;
    for (Object value : values) {
      statement.setObject(next++, value);
    }
    return next;
  }

  private List<Object> joined(List<Object> others) {
    List<Object> all = new ArrayList<>(values);
    all.addAll(others);
    return all;
  }
}
