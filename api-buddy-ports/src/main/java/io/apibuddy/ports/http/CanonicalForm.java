package io.apibuddy.ports.http;

import io.apibuddy.ports.digest.Sha256;
import java.util.HexFormat;

/**
 * The canonical form of a request body, with the digest of it that becomes part of the cache key.
 *
 * @param octets the canonical form
 * @param sha256 its SHA-256 digest in lower-case hexadecimal
 */
public record CanonicalForm(Body.Bytes octets, String sha256) {

  /**
   * Returns the given form with its digest. Takes over {@code octets}, which must not be changed
   * afterwards.
   */
  public static CanonicalForm of(byte[] octets) {
    return new CanonicalForm(
        new Body.Bytes(octets), HexFormat.of().formatHex(Sha256.digest(octets)));
  }
}
