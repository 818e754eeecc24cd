package io.apibuddy.ports.digest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Computes SHA-256 digests. Safe for concurrent use.
 *
 * <p>Each digest starts as a clone of an unused one, because looking up a {@link MessageDigest} at
 * the security providers takes longer than digesting a key.
 */
public final class Sha256 {
  private static final MessageDigest UNUSED = make();

  private Sha256() {}

  /** Returns the digest of {@code input}, 32 bytes. */
  public static byte[] digest(byte[] input) {
    return begin().digest(input);
  }

  /** Returns a new digest without any input, for use by one thread. */
  public static MessageDigest begin() {
    try {
      return (MessageDigest) UNUSED.clone();
    } catch (CloneNotSupportedException e) {
      return make(); // a provider need not support cloning
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
