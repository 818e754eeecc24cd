package io.apibuddy.ports.store.local;

import io.apibuddy.ports.digest.Sha256;
import io.apibuddy.ports.store.CacheKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A SHA-256 digest under which entries are indexed. Immutable. */
public final class KeyDigest {
  private final byte[] digest;

  private KeyDigest(byte[] digest) {
    this.digest = digest;
  }

  /** Returns the digest of a key. */
  public static KeyDigest of(CacheKey key) {
    return new KeyDigest(key.digest());
  }

  /**
   * Returns the digest of a method and a target. Since a method contains no space, no two pairs
   * have the same input.
   */
  public static KeyDigest of(String method, String target) {
    byte[] line = (method + ' ' + target).getBytes(StandardCharsets.UTF_8);
    return new KeyDigest(Sha256.digest(line));
  }

  /** Takes over a stored digest; {@code digest} must not change afterwards. */
  public static KeyDigest restored(byte[] digest) {
    return new KeyDigest(digest);
  }

  /** Returns the first eight bytes as a big-endian number. */
  public long prefix() {
    long first = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      first = (first << Byte.SIZE) | (digest[i] & 0xff);
    }
    return first;
  }

  /** Returns a copy of the digest. */
  public byte[] bytes() {
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
