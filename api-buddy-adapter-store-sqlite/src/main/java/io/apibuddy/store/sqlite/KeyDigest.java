package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.CacheKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A cache key as the tables know it: its SHA-256. Immutable. */
final class KeyDigest {
  private final byte[] bytes;

  private KeyDigest(byte[] bytes) {
    this.bytes = bytes;
  }

  static KeyDigest of(CacheKey key) {
    return new KeyDigest(key.digest());
  }

  /** Takes over {@code bytes}, which must not be changed afterwards. */
  static KeyDigest of(byte[] bytes) {
    return new KeyDigest(bytes);
  }

  /** Returns the digest itself, to be read only. */
  byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyDigest that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
