package io.apibuddy.bootstrap.meter;

import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.time.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;

/**
 * The number and size of the stored responses by alias, read from the store at most every two
 * seconds. Safe for concurrent use.
 */
public final class StoreSize {
  private static final long INTERVAL = Duration.ofSeconds(2).toNanos();

  private final ReentrantLock lock = new ReentrantLock();
  private final ResponseStore store;
  private final InstantSource clock;
  private final Ticker ticker;
  private Map<String, StoreStats> lastStats = Map.of();
  private long readNanos;
  private boolean everRead;

  /** Reads the sizes from {@code store}. */
  public StoreSize(ResponseStore store, InstantSource clock, Ticker ticker) {
    this.store = store;
    this.clock = clock;
    this.ticker = ticker;
  }

  /**
   * Returns one value of an alias's statistics, 0 if nothing is stored for it or the store fails.
   */
  double of(String alias, ToLongFunction<StoreStats> number) {
    StoreStats stats = stats().get(alias);
    return stats == null ? 0 : number.applyAsLong(stats);
  }

  private Map<String, StoreStats> stats() {
    lock.lock();
    try {
      if (!everRead || ticker.nanos() - readNanos >= INTERVAL) {
        everRead = true;
        readNanos = ticker.nanos();
        lastStats = Objects.requireNonNull(store.stats(clock.instant()), "stats");
      }
      return lastStats;
    } catch (Exception | LinkageError e) {
      lastStats = Map.of(); // a store that fails is reported elsewhere
      return lastStats;
    } finally {
      lock.unlock();
    }
  }
}
