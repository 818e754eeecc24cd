package io.apibuddy.store.sqlite;

import java.sql.SQLException;

/** A task that runs SQL on a connection and returns a result. */
@FunctionalInterface
interface Query<T> {
  T run(Statements statements) throws SQLException;
}
