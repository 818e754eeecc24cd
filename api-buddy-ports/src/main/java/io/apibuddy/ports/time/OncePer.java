package io.apibuddy.ports.time;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Allows an action at most once per interval for each key. Safe for concurrent use. */
public final class OncePer<K> {
  private final long interval;
  private final Ticker ticker;
  private final Map<K, Long> done = new ConcurrentHashMap<>();

  /** Creates a limiter whose actions are all due. */
  public OncePer(Duration interval, Ticker ticker) {
    this.interval = interval.toNanos();
    this.ticker = ticker;
  }

  /** Returns whether the action for a key is due. If so, it counts as done now. */
  public boolean isDue(K thing) {
    long now = ticker.nanos();
    Long last = done.get(thing);
    return last == null
        ? done.putIfAbsent(thing, now) == null
        : now - last >= interval && done.replace(thing, last, now);
  }
}
