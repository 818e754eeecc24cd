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
 * Carries out batches of operations, each batch in one transaction; if that fails, each operation
 * in one of its own, so that one that cannot be done does not take the others along. For use by the
 * writer's thread.
 */
final class Transactions {
  private static final long LOCK_PATIENCE = Duration.ofSeconds(15).toNanos();

  private final Statements statements;
  private final Totals totals;
  private final BooleanSupplier hurried;

  /**
   * Makes transactions on a connection.
   *
   * @param totals is told how they end
   * @param hurried whether there is no time left to wait for a foreign lock
   */
  Transactions(Statements statements, Totals totals, BooleanSupplier hurried) {
    this.statements = statements;
    this.totals = totals;
    this.hurried = hurried;
  }

  /**
   * Carries out a batch and tells each operation how it ended.
   *
   * @return null if all of it was kept, else the last failure
   */
  @Nullable StoreException execute(List<Operation> batch) {
    StoreException failure = attempt(batch);
    long started = System.nanoTime();
    while (failure != null
        && failure.kind() == Kind.BUSY
        && !hurried.getAsBoolean()
        && System.nanoTime() - started < LOCK_PATIENCE) {
      failure = attempt(batch);
    }
    if (failure == null) {
      tell(batch, Operation::committed);
    } else if (batch.size() == 1 || failure.kind() == Kind.BUSY) {
      StoreException reason = failure;
      tell(batch, operation -> operation.failed(reason));
    } else {
      failure = null;
      for (Operation operation : batch) {
        StoreException one = execute(List.of(operation));
        failure = one == null ? failure : one;
      }
    }
    return failure;
  }

  /** Tells operations how they ended; one that fails at that keeps no other from being told. */
  static void tell(List<Operation> operations, Consumer<Operation> end) {
    for (Operation operation : operations) {
      try {
        end.accept(operation);
      } catch (RuntimeException | Error ignored) {
        // Memory may be short for a moment; whoever waits for it has a deadline.
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
