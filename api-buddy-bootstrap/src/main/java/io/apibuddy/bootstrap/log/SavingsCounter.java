package io.apibuddy.bootstrap.log;

import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.event.ExchangeCompleted;
import io.apibuddy.ports.event.ExchangeListener;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** Counts exchanges and those that were spared an upstream call; safe for concurrent use. */
public final class SavingsCounter implements ExchangeListener {
  private static final Set<CacheOutcome> SAVED =
      EnumSet.of(CacheOutcome.HIT, CacheOutcome.STALE, CacheOutcome.COLLAPSED);

  private final LongAdder requests = new LongAdder();
  private final LongAdder saved = new LongAdder();
  private final LongAdder savedBytes = new LongAdder();

  /** Starts at zero. */
  public SavingsCounter() {}

  @Override
  public void onExchangeCompleted(ExchangeCompleted event) {
    requests.increment();
    if (SAVED.contains(event.outcome())) {
      saved.increment();
      savedBytes.add(event.responseBytes());
    }
  }

  /** Returns how many exchanges there were. */
  public long requests() {
    return requests.sum();
  }

  /** Returns how many of them needed no upstream call of their own. */
  public long saved() {
    return saved.sum();
  }

  /** Returns how many bytes of content those answers had. */
  public long savedBytes() {
    return savedBytes.sum();
  }
}
