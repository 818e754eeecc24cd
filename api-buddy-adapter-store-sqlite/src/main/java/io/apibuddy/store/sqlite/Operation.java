package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import java.sql.SQLException;

/**
 * Something the writer does within a transaction. All methods run on the writer's thread; {@link
 * #apply} may run again after a transaction that was rolled back.
 */
interface Operation {

  /** What an operation costs in memory beside its content, in bytes. */
  int OVERHEAD = 512;

  /** Returns about how many bytes of memory it holds; always the same. */
  default long bytes() {
    return OVERHEAD;
  }

  /** Returns whether it takes room for a response: only that shows that there is some again. */
  default boolean storesContent() {
    return false;
  }

  /** Returns whether somebody waits until it is committed. */
  default boolean isAwaited() {
    return false;
  }

  /** Changes the tables. */
  void apply(Statements statements) throws SQLException;

  /** Is told that the transaction was committed. */
  default void committed() {}

  /** Is told that it was given up: nothing of it was kept. */
  void failed(StoreException failure);

  /** Is told that the store was closed before it could be done again. */
  default void lost() {}
}
