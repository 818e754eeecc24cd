package io.apibuddy.bootstrap.cli;

import java.security.Security;

/**
 * How long this JVM believes the name service. An upstream that moves must be found again soon, and
 * a name that was missing for a moment must not stay so; an embedding application decides itself.
 */
final class NameResolution {

  static final String FOUND = "networkaddress.cache.ttl";
  static final String MISSING = "networkaddress.cache.negative.ttl";

  private static final String FOUND_SECONDS = "30";
  private static final String MISSING_SECONDS = "5";

  private NameResolution() {}

  /** Sets both times, in seconds; to be called before the first name is looked up. */
  static void limitCaching() {
    Security.setProperty(FOUND, FOUND_SECONDS);
    Security.setProperty(MISSING, MISSING_SECONDS);
  }
}
