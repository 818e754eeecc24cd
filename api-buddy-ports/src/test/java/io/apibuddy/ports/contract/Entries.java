package io.apibuddy.ports.contract;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.store.CacheKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;

/** Keys and contents for tests. */
public final class Entries {
  private Entries() {}

  /** Returns the key of a plain GET. */
  public static CacheKey key(String domain, String target) {
    return key(domain, "GET", target, "", "");
  }

  /** Returns the key of a request without further selected parts. */
  public static CacheKey key(
      String domain, String method, String target, String bodyDigest, String credential) {
    return new CacheKey(
        domain,
        upstream(domain),
        method,
        target,
        bodyDigest.isEmpty() ? "" : "application/json",
        bodyDigest,
        credential,
        List.of());
  }

  /** Returns the base URL that {@link #key} maps a domain to. */
  static String upstream(String domain) {
    return "https://" + domain + ".example";
  }

  /** Returns incompressible bytes, the same ones for the same seed. */
  public static byte[] content(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Reads a body to its end and closes it. */
  public static byte[] read(Body body) {
    try (body;
        InputStream stream = body.stream()) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
