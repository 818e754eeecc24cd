package io.apibuddy.domain.security;

/** Collects what the keys in one request prove. Not safe for concurrent use. */
final class Evidence {
  private boolean shown;
  private boolean repeated;
  private int proven = -1;

  /**
   * Adds a key.
   *
   * @param proves the claims that the key proves, one bit for each
   */
  void add(int proves) {
    shown = true;
    proven &= proves;
  }

  /** Adds a further key in a position that has had one already. */
  void repeated() {
    repeated = true;
  }

  /** Returns whether the request shows any key. */
  boolean isShown() {
    return shown;
  }

  /** Returns whether there is a key, each proves {@code claim}, and none is repeated. */
  boolean proves(int claim) {
    return shown && !repeated && (proven & claim) == claim;
  }
}
