package io.apibuddy.domain.cache;

/**
 * Whether a response may be stored, and why not.
 *
 * @param storable whether it may
 * @param shareable whether others who asked the same in the meantime may have it too
 * @param detail why it is not stored, as the {@code detail} of {@code Cache-Status}; empty if it is
 */
public record Storability(boolean storable, boolean shareable, String detail) {

  /** It may be stored. */
  public static final Storability YES = new Storability(true, true, "");

  static Storability no(String detail) {
    return new Storability(false, true, detail);
  }

  static Storability forNobodyElse(String detail) {
    return new Storability(false, false, detail);
  }
}
