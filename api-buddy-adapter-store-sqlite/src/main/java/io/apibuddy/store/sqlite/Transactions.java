package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Executes batches of operations, each batch in one transaction. If that fails, each operation gets
 * its own transaction, so that one that cannot succeed does not affect the others. For use by the
 * writer's thread.
 */
final class Transactions {
  private static final long LOCK_TIMEOUT = Duration.ofSeconds(15).toNanos();

  private final Statements statements;
  private final Totals totals;
  private final BooleanSupplier closing;

  /**
   * Creates an executor on a connection.
   *
   * @param totals is told of commits and rollbacks
   * @param closing returns whether there is no time left to wait for another process's lock
   */
  Transactions(Statements statements, Totals totals, BooleanSupplier closing) {
    this.statements = statements;
    this.totals = totals;
    this.closing = closing;
  }

  /**
   * Executes a batch and tells each operation its outcome.
   *
   * @return null if everything was committed, otherwise the last failure
   */
  @Nullable StoreException execute(List<Operation> batch) {
    StoreException failure = attempt(batch);
    long started = System.nanoTime();
    while (failure != null
        && failure.kind() == Kind.BUSY
        && !closing.getAsBoolean()
        && System.nanoTime() - started < LOCK_TIMEOUT) {
      failure = attempt(batch);
    }
    if (failure == null) {
      notifyEach(batch, Operation::committed);
    } else if (batch.size() == 1 || failure.kind() == Kind.BUSY) {
      StoreException reason = failure;
      notifyEach(batch, operation -> operation.failed(reason));
    } else {
      failure = null;
      for (Operation operation : batch) {
        StoreException one = execute(List.of(operation));
        failure = one == null ? failure : one;
      }
    }
    return failure;
  }

  /** Tells operations their outcome; if one throws, the others are still told. */
  static void notifyEach(List<Operation> operations, Consumer<Operation> end) {
    for (Operation operation : operations) {
      try {
        end.accept(operation);
      } catch (RuntimeException | Error ignored) {
        // Memory may be short for a moment; callers that wait have a deadline.
      }
    }
  }

  private @Nullable StoreException attempt(List<Operation> batch) {
    try {
      statements.execute("BEGIN IMMEDIATE");
      for (Operation operation : batch) {
        operation.apply(statements);
      }
      statements.execute("COMMIT");
      totals.committed();
      return null;
    } catch (SQLException e) {
      rollBack();
      return SqliteErrors.translate(e);
    } catch (StoreException e) {
      rollBack();
      return e;
    } catch (RuntimeException | Error e) { // memory may be short for a moment
      rollBack();
      return new StoreException(Kind.IO, "an operation of the store's writer failed", e);
    }
  }

  private void rollBack() {
    totals.rolledBack();
    statements.discard();
    try {
      statements.execute("ROLLBACK");
    } catch (SQLException alreadyRolledBack) {
      statements.discard();
    }
  }
}
