package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.StoreException;
import java.time.Duration;
import org.rocksdb.RocksDBException;

/**
 * Changes entries one step at a time; each is visible at once or not at all. Readers do not wait
 * for it. Safe for concurrent use.
 */
final class Mutations {

  /** Says what a step changes and returns what its caller wants to know. */
  @FunctionalInterface
  interface Step<T> {
    T collect(Changes changes) throws RocksDBException;
  }

  private final Engine engine;
  private final Heads heads;
  private final Totals totals;
  private final Reclaim reclaim;
  private final Turn turn;

  Mutations(Engine engine, Heads heads, Totals totals, Reclaim reclaim, Duration budget) {
    this.engine = engine;
    this.heads = heads;
    this.totals = totals;
    this.reclaim = reclaim;
    this.turn = new Turn(budget);
  }

  /** Sets how long a step may wait for its turn. */
  void budget(Duration changed) {
    turn.patience(changed);
  }

  Duration budget() {
    return turn.patience();
  }

  /**
   * Takes a step.
   *
   * @throws StoreException BUSY if its turn did not come within the budget; then, as after every
   *     failure, nothing was changed
   */
  <T> T run(Step<T> step) {
    return engine.call(database -> turn.take(() -> write(database, step)), budget());
  }

  private <T> T write(Database database, Step<T> step) throws RocksDBException {
    try (Batch batch = database.batch()) {
      Changes changes = new Changes(database, heads, batch, totals);
      T result = step.collect(changes);
      changes.write(budget()).forEach(reclaim::add);
      return result;
    }
  }
}
