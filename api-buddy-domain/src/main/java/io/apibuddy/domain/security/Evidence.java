package io.apibuddy.domain.security;

/** The keys that one request shows; for use by one thread. */
final class Evidence {
  private boolean shown;
  private boolean repeated;
  private int proven = -1;

  /**
   * Takes note of a key.
   *
   * @param proves what it proves, one bit for each claim
   */
  void add(int proves) {
    shown = true;
    proven &= proves;
  }

  /** Takes note of a key in a position that had one already. */
  void repeated() {
    repeated = true;
  }

  /** Returns whether there was any. */
  boolean isShown() {
    return shown;
  }

  /** Returns whether every key proves {@code claim}. */
  boolean proves(int claim) {
    return shown && !repeated && (proven & claim) == claim;
  }
}
