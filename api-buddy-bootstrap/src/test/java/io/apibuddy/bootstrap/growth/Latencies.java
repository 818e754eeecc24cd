package io.apibuddy.bootstrap.growth;

import java.util.Arrays;

/** Durations in the order in which they were added. Safe for concurrent use. */
public final class Latencies {
  private long[] nanos = new long[1 << 16];
  private int count;

  /** Adds a duration in nanoseconds. */
  public synchronized void add(long time) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, count * 2);
    }
    nanos[count++] = time;
  }

  synchronized int count() {
    return count;
  }

  /** Returns one of {@code parts} equal parts of the durations, counted from 0. */
  public synchronized Latencies part(int index, int parts) {
    Latencies part = new Latencies();
    int from = (int) ((long) count * index / parts);
    part.count = (int) ((long) count * (index + 1) / parts) - from;
    part.nanos = Arrays.copyOfRange(nanos, from, from + part.count);
    return part;
  }

  /** Returns a percentile in microseconds, 0 without any durations. */
  public synchronized double micros(double percent) {
    if (count == 0) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return sorted[Math.min(count - 1, (int) (count * percent / 100))] / 1e3;
  }
}
