package io.apibuddy.ports.store;

import io.apibuddy.ports.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The primary cache key (RFC 9111 section 2). It determines which stored responses may answer a
 * request before {@code Vary} is considered. Immutable; equal if all parts are, so that the hot
 * path needs no digest, only {@link #hashCode}.
 */
public final class CacheKey {
  private final String domain;
  private final String upstream;
  private final String method;
  private final String target;
  private final String contentType;
  private final String bodyDigest;
  private final String credential;
  private final List<String> selected;
  private final int hash;
  private volatile byte @Nullable [] digest; // benign race: every thread computes the same bytes

  /**
   * Creates a key.
   *
   * @param domain the alias of the mapping
   * @param upstream the base URL that the alias is mapped to
   * @param method the method; {@code GET} also stands for {@code HEAD}, except in keys of
   *     recordings
   * @param target path and query as normalized by the policy in force, with credentials masked
   * @param contentType the body's media type; without a body, the media type that the header fields
   *     state if it is to take part, otherwise empty
   * @param bodyDigest SHA-256 of the canonical body in hexadecimal, empty without a body
   * @param credential fingerprint of the request's credentials, empty if there are none or the
   *     entry is shared between credentials
   * @param selected further parts of the key: name, value, name, value...
   */
  public CacheKey(
      String domain,
      String upstream,
      String method,
      String target,
      String contentType,
      String bodyDigest,
      String credential,
      List<String> selected) {
    this.domain = domain;
    this.upstream = upstream;
    this.method = method;
    this.target = target;
    this.contentType = contentType;
    this.bodyDigest = bodyDigest;
    this.credential = credential;
    this.selected = List.copyOf(selected);
    int h = target.hashCode();
    h = 31 * h + domain.hashCode();
    h = 31 * h + method.hashCode();
    h = 31 * h + bodyDigest.hashCode();
    h = 31 * h + credential.hashCode();
    this.hash = 31 * h + this.selected.hashCode();
  }

  /** Returns the alias of the mapping. */
  public String domain() {
    return domain;
  }

  /** Returns the base URL that the alias is mapped to. */
  public String upstream() {
    return upstream;
  }

  /** Returns the method; {@code GET} also stands for {@code HEAD}, except in keys of recordings. */
  public String method() {
    return method;
  }

  /** Returns the normalized path and query. */
  public String target() {
    return target;
  }

  /**
   * Returns the body's media type; without a body, the one that takes part from the header fields,
   * or empty.
   */
  public String contentType() {
    return contentType;
  }

  /** Returns the digest of the canonical body in hexadecimal, empty without a body. */
  public String bodyDigest() {
    return bodyDigest;
  }

  /** Returns the fingerprint of the credentials, empty if none take part. */
  public String credential() {
    return credential;
  }

  /** Returns the key of the same request without credentials. */
  public CacheKey anonymous() {
    return new CacheKey(domain, upstream, method, target, contentType, bodyDigest, "", selected);
  }

  /** Returns the further parts of the key: name, value, name, value... */
  public List<String> selected() {
    return selected;
  }

  /**
   * Returns the SHA-256 of all parts. Each is preceded by its length in bytes, so that no two
   * different keys have the same input. Computed at the first call.
   *
   * @return 32 bytes, the caller's own copy
   */
  public byte[] digest() {
    byte[] known = digest;
    if (known == null) {
      known = computeDigest();
      digest = known;
    }
    return known.clone();
  }

  /** Returns {@link #digest} in lower-case hexadecimal. */
  public String hex() {
    return HexFormat.of().formatHex(digest());
  }

  private byte[] computeDigest() {
    MessageDigest input = Sha256.begin();
    write(domain, input);
    write(upstream, input);
    write(method, input);
    write(target, input);
    write(contentType, input);
    write(bodyDigest, input);
    write(credential, input);
    selected.forEach(part -> write(part, input));
    return input.digest();
  }

  private static void write(String part, MessageDigest input) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    int length = bytes.length;
    input.update((byte) (length >>> 24));
    input.update((byte) (length >>> 16));
    input.update((byte) (length >>> 8));
    input.update((byte) length);
    input.update(bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof CacheKey that
            && hash == that.hash
            && target.equals(that.target)
            && domain.equals(that.domain)
            && upstream.equals(that.upstream)
            && method.equals(that.method)
            && contentType.equals(that.contentType)
            && bodyDigest.equals(that.bodyDigest)
            && credential.equals(that.credential)
            && selected.equals(that.selected));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** Shows method, domain and target, never a fingerprint. */
  @Override
  public String toString() {
    return method + " " + domain + " " + target;
  }
}
