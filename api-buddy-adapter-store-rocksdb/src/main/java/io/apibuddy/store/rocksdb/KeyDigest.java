package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.CacheKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A SHA-256 digest as a part of a key; immutable. */
final class KeyDigest {
  private final byte[] digest;

  private KeyDigest(byte[] digest) {
    this.digest = digest;
  }

  static KeyDigest of(CacheKey key) {
    return new KeyDigest(key.digest());
  }

  /** Takes over a digest that was written down. */
  static KeyDigest restored(byte[] digest) {
    return new KeyDigest(digest);
  }

  /** Returns the digest of a method and a target; a method has no space. */
  static KeyDigest of(String method, String target) {
    try {
      byte[] line = (method + ' ' + target).getBytes(StandardCharsets.UTF_8);
      return new KeyDigest(MessageDigest.getInstance("SHA-256").digest(line));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  byte[] bytes() {
    return digest.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyDigest that && Arrays.equals(digest, that.digest);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digest);
  }
}
