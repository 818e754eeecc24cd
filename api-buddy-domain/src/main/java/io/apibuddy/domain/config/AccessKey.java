package io.apibuddy.domain.config;

import io.apibuddy.ports.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A shared secret that entitles a client to use the proxy. It can be carried in a path, a query or
 * a header field, so it consists of characters that never need percent-encoding (RFC 3986 section
 * 2.3). Immutable.
 */
public final class AccessKey {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~-]{16,128}");
  private static final Pattern GENERATED = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final String text;
  private final byte[] digest;

  private AccessKey(String text) {
    this.text = text;
    this.digest = digest(text);
  }

  /**
   * Creates a key.
   *
   * @throws IllegalArgumentException if the text is not {@linkplain #isWellFormed well formed}; the
   *     message does not contain the text
   */
  public static AccessKey of(String text) {
    if (!isWellFormed(text)) {
      throw new IllegalArgumentException(
          "an access key is 16 to 128 letters, digits or '-', '.', '_', '~'");
    }
    return new AccessKey(text);
  }

  /** Returns whether a text can be a key: 16 to 128 unreserved characters. */
  public static boolean isWellFormed(String text) {
    return FORM.matcher(text).matches();
  }

  /** Returns whether a text has the form of a generated key: 32 bytes in unpadded base64url. */
  public static boolean looksGenerated(String text) {
    return GENERATED.matcher(text).matches();
  }

  /** Returns the SHA-256 digest of a text that a request shows as its key. */
  public static byte[] digest(String shown) {
    return Sha256.digest(shown.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the secret itself, to be sent, or to be kept out of other places. */
  public String text() {
    return text;
  }

  /** Returns whether a {@link #digest} is that of this key, in constant time. */
  public boolean matches(byte[] shownDigest) {
    return MessageDigest.isEqual(digest, shownDigest);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AccessKey that && matches(that.digest);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digest);
  }

  /** Returns a constant that does not reveal the key. */
  @Override
  public String toString() {
    return "AccessKey[***]";
  }
}
