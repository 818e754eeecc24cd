package io.apibuddy.ports.store;

import io.apibuddy.ports.http.Body.Bytes;
import io.apibuddy.ports.http.Headers;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The request that a stored response answered: enough to match it, show it and send it again. Holds
 * no credential.
 *
 * @param domain the alias of the mapping
 * @param upstream the base URL that the alias is mapped to
 * @param method the request method
 * @param target path and query as in the cache key, with credentials masked
 * @param headers the fields that are part of the key or named by the response's {@code Vary};
 *     credentials are replaced by fingerprints
 * @param body the canonical body if it has at most 64 KiB, otherwise null
 * @param bodyDigest SHA-256 of the canonical body in hexadecimal, empty without a body
 */
public record StoredRequest(
    String domain,
    String upstream,
    String method,
    String target,
    Headers headers,
    @Nullable Bytes body,
    String bodyDigest) {

  /** The length of the longest body that is kept, in bytes. */
  public static final int MAX_BODY = 65_536;

  /** Rejects null and a body that is too long to be kept. */
  public StoredRequest {
    Objects.requireNonNull(domain, "domain");
    Objects.requireNonNull(upstream, "upstream");
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(bodyDigest, "bodyDigest");
    if (body != null && body.length() > MAX_BODY) {
      throw new IllegalArgumentException("a request body over 64 KiB is kept as its digest only");
    }
  }

  /**
   * Returns the URL of the request at the upstream, with credentials masked. The target includes
   * the path of the base URL.
   */
  public String url() {
    int path = upstream.indexOf('/', upstream.indexOf("://") + "://".length());
    return (path < 0 ? upstream : upstream.substring(0, path)) + target;
  }
}
