package io.apibuddy.bootstrap.cli;

/** Formats counts with a noun in the singular or plural. */
final class Quantity {
  private Quantity() {}

  /**
   * Returns a count with its noun, for example {@code 1 request} or {@code 2 requests}.
   *
   * @param noun the singular, whose plural ends in {@code s}
   */
  static String of(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
