package io.apibuddy.bootstrap.benchmark;

import java.util.Arrays;

/** How long one operation took each time, in the order of the times. For one thread. */
final class Latencies {
  private static final int PARTS = 10;

  private long[] nanos = new long[1 << 16];
  private int count;

  void add(long took) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = took;
  }

  /**
   * Enters what half, 99 and 99.9 of a hundred took at most, in the first tenth and in the last.
   *
   * @param operation what was timed
   */
  void enter(Table table, String operation) {
    for (double percent : new double[] {50, 99, 99.9}) {
      String row = "µs that " + percent + " % of " + operation + " took at most, ";
      table.put(row + "first tenth", "%,.0f", micros(0, percent));
      table.put(row + "last tenth", "%,.0f", micros(PARTS - 1, percent));
    }
  }

  private double micros(int part, double percent) {
    int from = (int) ((long) count * part / PARTS);
    int to = (int) ((long) count * (part + 1) / PARTS);
    long[] sorted = Arrays.copyOfRange(nanos, from, to);
    Arrays.sort(sorted);
    return sorted[(int) ((sorted.length - 1) * percent / 100)] / 1e3;
  }
}
