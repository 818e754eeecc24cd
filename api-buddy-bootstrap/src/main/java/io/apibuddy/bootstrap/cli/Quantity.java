package io.apibuddy.bootstrap.cli;

/** Counts in words. */
final class Quantity {
  private Quantity() {}

  /** Returns {@code 1 request} or {@code 2 requests}, for example. */
  static String of(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
