package io.apibuddy.domain.config;

import io.apibuddy.ports.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A secret by which a client shows that it may use the proxy. It stands in a path, a query or a
 * field alike, so it holds only characters that are never percent-encoded (RFC 3986 section 2.3).
 * Immutable.
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
   * Returns the key with that text.
   *
   * @throws IllegalArgumentException if it is not {@link #isWellFormed well formed}; the message
   *     does not hold it
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

  /** Returns whether a text is what 32 random bytes make as base64url, as generated keys are. */
  public static boolean looksGenerated(String text) {
    return GENERATED.matcher(text).matches();
  }

  /** Returns the SHA-256 of what a request shows as its key. */
  public static byte[] digest(String shown) {
    return Sha256.digest(shown.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the key itself: for the one who is to use it, and to keep it out of elsewhere. */
  public String text() {
    return text;
  }

  /** Returns whether a {@link #digest} is this key's; takes the same time whatever it is. */
  public boolean isProvenBy(byte[] shownDigest) {
    return MessageDigest.isEqual(digest, shownDigest);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AccessKey that && isProvenBy(that.digest);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digest);
  }

  /** Says only that there is one. */
  @Override
  public String toString() {
    return "AccessKey[***]";
  }
}
