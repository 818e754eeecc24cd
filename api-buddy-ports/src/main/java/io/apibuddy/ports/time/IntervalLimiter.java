package io.apibuddy.ports.time;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Allows an action at most once per interval for each key. Safe for concurrent use. */
public final class IntervalLimiter<K> {
  private final long interval;
  private final Ticker ticker;
  private final Map<K, Long> allowed = new ConcurrentHashMap<>();

  /** Creates a limiter that has not allowed anything yet. */
  public IntervalLimiter(Duration interval, Ticker ticker) {
    this.interval = interval.toNanos();
    this.ticker = ticker;
  }

  /** Returns whether the action for a key is allowed now; if so, the key's next interval begins. */
  public boolean tryAcquire(K key) {
    long now = ticker.nanos();
    Long last = allowed.get(key);
    return last == null
        ? allowed.putIfAbsent(key, now) == null
        : now - last >= interval && allowed.replace(key, last, now);
  }
}
