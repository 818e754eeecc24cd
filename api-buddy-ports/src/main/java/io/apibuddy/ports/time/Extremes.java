package io.apibuddy.ports.time;

/** The maximum and the minimum of two durations or instants; of two equal ones, either. */
public final class Extremes {

  private Extremes() {}

  /** Returns the longer or later one. */
  public static <T extends Comparable<? super T>> T max(T one, T other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /** Returns the shorter or earlier one. */
  public static <T extends Comparable<? super T>> T min(T one, T other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
