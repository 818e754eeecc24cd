package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import java.sql.SQLException;

/**
 * A task of the writer that runs within a transaction. All methods run on the writer's thread,
 * apart from those that only describe the task. {@link #apply} may run again after a transaction
 * was rolled back.
 */
interface Operation {

  /** The memory that an operation needs besides its content, in bytes. */
  int OVERHEAD = 512;

  /** Returns roughly how many bytes of memory the operation holds; always the same value. */
  default long bytes() {
    return OVERHEAD;
  }

  /**
   * Returns whether the operation needs room for a response. Only the success of such an operation
   * shows that there is room again.
   */
  default boolean storesContent() {
    return false;
  }

  /** Returns whether a caller waits for the commit. */
  default boolean isAwaited() {
    return false;
  }

  /** Changes the tables. */
  void apply(Statements statements) throws SQLException;

  /** Called after the transaction was committed. */
  default void committed() {}

  /** Called when the operation was given up; none of its changes was kept. */
  void failed(StoreException failure);

  /** Called when the store was closed before the operation could be retried. */
  default void lost() {}
}
