package io.apibuddy.bootstrap.growth;

import java.util.Arrays;

/** Times that something took. Safe for concurrent use. */
final class Latencies {
  private long[] nanos = new long[1 << 16];
  private int count;

  synchronized void add(long time) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, count * 2);
    }
    nanos[count++] = time;
  }

  synchronized int count() {
    return count;
  }

  /** Returns what {@code percent} of them were not longer than, in microseconds; 0 of none. */
  synchronized double micros(double percent) {
    if (count == 0) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return sorted[Math.min(count - 1, (int) (count * percent / 100))] / 1e3;
  }
}
