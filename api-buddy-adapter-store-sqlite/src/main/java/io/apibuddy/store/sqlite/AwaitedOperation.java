package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An operation whose caller waits for its result until it is committed. */
final class AwaitedOperation<T> implements Operation {
  private final Query<T> query;
  private final Runnable onCommit;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private volatile T value;

  /**
   * Creates the operation.
   *
   * @param placeholder an initial value that is never returned
   * @param onCommit runs on the writer's thread once the operation is committed
   */
  AwaitedOperation(Query<T> query, T placeholder, Runnable onCommit) {
    this.query = query;
    this.onCommit = onCommit;
    this.value = placeholder;
  }

  @Override
  public boolean isAwaited() {
    return true;
  }

  @Override
  public void apply(Statements statements) throws SQLException {
    value = query.run(statements);
  }

  @Override
  public void committed() {
    onCommit.run();
    result.complete(value);
  }

  @Override
  public void failed(StoreException failure) {
    result.completeExceptionally(failure);
  }

  /**
   * Waits for the result.
   *
   * @throws StoreException if the operation failed, or does not finish in time; it then goes on in
   *     the background
   */
  T await(Duration deadline) {
    return await(result, deadline);
  }

  /** Waits for another thread's result and translates failures into those of the port. */
  static <T> T await(Future<T> result, Duration deadline) {
    try {
      return result.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException failure) {
        throw failure.rethrowable();
      }
      throw new StoreException(Kind.IO, "the store failed", e.getCause());
    } catch (TimeoutException e) {
      throw StoreException.busy(deadline, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(Kind.INTERRUPTED, "interrupted while waiting for the store", e);
    }
  }
}
