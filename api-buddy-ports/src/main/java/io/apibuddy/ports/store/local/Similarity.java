package io.apibuddy.ports.store.local;

import io.apibuddy.ports.store.StoredRequest;

/** Measures the similarity of requests. */
public final class Similarity {
  private static final long SAME_RESOURCE = 1L << 32;

  private Similarity() {}

  /**
   * Returns the similarity of a request to {@code model}: the length of the common prefix of their
   * targets. Requests with the same domain and method rank above all others.
   */
  public static long of(StoredRequest model, String domain, String method, String target) {
    boolean same = domain.equals(model.domain()) && method.equals(model.method());
    return (same ? SAME_RESOURCE : 0) + commonBeginning(target, model.target());
  }

  private static int commonBeginning(String one, String other) {
    int max = Math.min(one.length(), other.length());
    int common = 0;
    while (common < max && one.charAt(common) == other.charAt(common)) {
      common++;
    }
    return common;
  }
}
