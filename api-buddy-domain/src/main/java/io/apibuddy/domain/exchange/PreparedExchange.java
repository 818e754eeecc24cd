package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.BodyDigest;
import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.ports.http.ProxyRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was worked out for a request that memory alone could not answer. It is attached to the
 * request for the step that follows.
 *
 * @param digest the content's part of the cache key, null if it was not computed
 * @param lookups the request as the cache sees it, once for each key; empty without a digest
 */
record PreparedExchange(Exchange exchange, @Nullable BodyDigest digest, List<CacheLookup> lookups) {

  /** Returns what is attached to a request, null if nothing is. */
  static @Nullable PreparedExchange of(ProxyRequest request) {
    return request.attachment() instanceof PreparedExchange prepared ? prepared : null;
  }
}
