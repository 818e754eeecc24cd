package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import java.time.Instant;
import java.util.OptionalLong;

/** Whether a response may be stored (RFC 9111 section 3), by the mapping's policy. */
public final class StorabilityPolicy {

  private StorabilityPolicy() {}

  /**
   * Judges a response.
   *
   * @param lookup the request as the cache sees it
   * @param response the response's head as it came
   * @param receivedAt when it came
   */
  public static Storability judge(CacheLookup lookup, ResponseHead response, Instant receivedAt) {
    CacheConfiguration cache = lookup.cache();
    Headers headers = response.headers();
    if (cache.mode() == CacheMode.RECORD) {
      return RecordingPolicy.judge(response);
    }
    if (lookup.wishes().noStore()) {
      return Storability.forNobodyElse("request-no-store");
    }
    if (VaryMatcher.variesOnEverything(headers)) {
      return Storability.forNobodyElse("vary-asterisk");
    }
    Storability byPolicy =
        cache.policy() == CachePolicy.TTL
            ? TtlRules.judge(cache, response)
            : SharedCacheRules.judge(
                cache, lookup.key().method(), lookup.headers(), response, receivedAt);
    if (!byPolicy.storable()) {
      return byPolicy;
    }
    OptionalLong length = contentLength(headers);
    if (length.isPresent() && length.getAsLong() < cache.leastStoredSize()) {
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
