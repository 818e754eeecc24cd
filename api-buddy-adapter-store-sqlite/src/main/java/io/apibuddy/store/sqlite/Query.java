package io.apibuddy.store.sqlite;

import java.sql.SQLException;

/** Something that is asked of a connection. */
@FunctionalInterface
interface Query<T> {
  T run(Statements statements) throws SQLException;
}
