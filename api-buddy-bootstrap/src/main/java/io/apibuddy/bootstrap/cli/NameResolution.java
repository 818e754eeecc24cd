package io.apibuddy.bootstrap.cli;

import java.security.Security;

/**
 * Limits how long this JVM caches results of the name service. An upstream that moves must be found
 * again soon, and a name that was unknown for a moment must not stay unknown. An embedding
 * application decides for itself.
 */
final class NameResolution {

  static final String POSITIVE_TTL = "networkaddress.cache.ttl";
  static final String NEGATIVE_TTL = "networkaddress.cache.negative.ttl";

  private static final String POSITIVE_TTL_SECONDS = "30";
  private static final String NEGATIVE_TTL_SECONDS = "5";

  private NameResolution() {}

  /** Sets both times. Must be called before the first name is looked up. */
  static void limitCaching() {
    Security.setProperty(POSITIVE_TTL, POSITIVE_TTL_SECONDS);
    Security.setProperty(NEGATIVE_TTL, NEGATIVE_TTL_SECONDS);
  }
}
