package io.apibuddy.ports.http;

import io.apibuddy.ports.digest.Sha256;
import java.util.HexFormat;

/**
 * The form of a body in which it counts for the cache key, and the digest that takes part there.
 *
 * @param octets the form
 * @param sha256 its SHA-256 in lower-case hexadecimal
 */
public record CanonicalForm(Body.Bytes octets, String sha256) {

  /** Digests a form; takes over {@code octets}, which must not be changed afterwards. */
  public static CanonicalForm of(byte[] octets) {
    return new CanonicalForm(
        new Body.Bytes(octets), HexFormat.of().formatHex(Sha256.digest(octets)));
  }
}
