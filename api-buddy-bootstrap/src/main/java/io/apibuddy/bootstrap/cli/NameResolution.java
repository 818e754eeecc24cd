package io.apibuddy.bootstrap.cli;

import java.security.Security;

/**
 * Limits how long this JVM caches results of the name service. An upstream that moves must be found
 * again soon, and a name that was unknown for a moment must not stay unknown. An embedding
 * application decides for itself.
 */
final class NameResolution {

  static final String FOUND = "networkaddress.cache.ttl";
  static final String MISSING = "networkaddress.cache.negative.ttl";

  private static final String FOUND_SECONDS = "30";
  private static final String MISSING_SECONDS = "5";

  private NameResolution() {}

  /** Sets both times. Must be called before the first name is looked up. */
  static void limitCaching() {
    Security.setProperty(FOUND, FOUND_SECONDS);
    Security.setProperty(MISSING, MISSING_SECONDS);
  }
}
