package io.apibuddy.ports.digest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256. Safe for concurrent use.
 *
 * <p>Each digest begins with a copy of one that was never used: to ask the security providers for
 * another takes longer than to digest a key.
 */
public final class Sha256 {
  private static final MessageDigest UNUSED = make();

  private Sha256() {}

  /** Returns the digest of {@code input}, 32 bytes. */
  public static byte[] digest(byte[] input) {
    return begin().digest(input);
  }

  /** Returns a digest of nothing yet, for use by one thread. */
  public static MessageDigest begin() {
    try {
      return (MessageDigest) UNUSED.clone();
    } catch (CloneNotSupportedException e) {
      return make(); // a provider's choice
    }
  }

  private static MessageDigest make() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
