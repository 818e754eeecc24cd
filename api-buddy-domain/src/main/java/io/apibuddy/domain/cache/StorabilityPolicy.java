package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.ports.http.Headers;
import java.util.OptionalLong;

/** Decides whether a response may be stored (RFC 9111 section 3), by the policy and mode. */
public final class StorabilityPolicy {

  private StorabilityPolicy() {}

  /**
   * Returns whether a response may be stored.
   *
   * @param lookup the request as the cache sees it
   * @param response the response as it was received
   */
  public static Storability judge(CacheLookup lookup, ReceivedResponse response) {
    CacheConfiguration cache = lookup.cache();
    Headers headers = response.headers();
    if (cache.mode() == CacheMode.RECORD) {
      return RecordingPolicy.judge(response.head());
    }
    if (lookup.directives().noStore()) {
      return Storability.notShareable("request-no-store");
    }
    if (VaryMatcher.variesOnEverything(headers)) {
      return Storability.notShareable("vary-asterisk");
    }
    Storability byPolicy =
        cache.policy() == CachePolicy.TTL
            ? TtlRules.judge(lookup, response.head())
            : SharedCacheRules.judge(cache, lookup.key().method(), lookup.headers(), response);
    if (!byPolicy.storable()) {
      return byPolicy;
    }
    OptionalLong length = contentLength(headers);
    if (length.isPresent() && length.getAsLong() < cache.minStoredSize()) {
      return Storability.no("too-small");
    }
    if (length.isPresent() && length.getAsLong() > cache.maxResponseSize()) {
      return Storability.no("too-large");
    }
    return byPolicy;
  }

  private static OptionalLong contentLength(Headers headers) {
    String length = headers.first("Content-Length");
    if (length == null) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(length.trim()));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
