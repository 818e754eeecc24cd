package io.apibuddy.bootstrap.config;

import java.security.SecureRandom;
import java.util.Base64;

/** Generates access keys that cannot be guessed. */
public final class AccessKeyGenerator {
  private static final int BYTES = 32;

  private AccessKeyGenerator() {}

  /** Returns 32 random bytes as base64url without padding (RFC 4648 section 5). */
  public static String next() {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
