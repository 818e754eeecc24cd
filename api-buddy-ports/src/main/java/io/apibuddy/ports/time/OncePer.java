package io.apibuddy.ports.time;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Lets each of some things be done at most once in an interval. Safe for concurrent use. */
public final class OncePer<K> {
  private final long interval;
  private final Ticker ticker;
  private final Map<K, Long> done = new ConcurrentHashMap<>();

  /** Makes one for which nothing has been done, the interval being one of {@code ticker}'s. */
  public OncePer(Duration interval, Ticker ticker) {
    this.interval = interval.toNanos();
    this.ticker = ticker;
  }

  /** Returns whether a thing may be done now, which counts as done if it may. */
  public boolean isDue(K thing) {
    long now = ticker.nanos();
    Long last = done.get(thing);
    return last == null
        ? done.putIfAbsent(thing, now) == null
        : now - last >= interval && done.replace(thing, last, now);
  }
}
