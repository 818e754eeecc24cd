package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Whether a response may be stored (RFC 9111 section 3), in {@code ttl} policy: the point is to
 * spare calls in development, so only what forbids it expressly is heeded.
 */
public final class StorabilityPolicy {

  private static final Set<Integer> SUCCESSES = Set.of(200, 203, 300, 301, 308);

  /** They speak of this caller or this moment. */
  private static final Set<Integer> NEVER = Set.of(401, 403, 407, 408, 425, 429, 502, 503, 504);

  private StorabilityPolicy() {}

  /**
   * Judges a response.
   *
   * @param upstreamPath the path that was asked for
   * @param wishes what the request wants
   * @param response the response's head as it came
   */
  public static Storability judge(
      CacheConfiguration cache,
      String upstreamPath,
      RequestDirectives wishes,
      ResponseHead response) {
    Headers headers = response.headers();
    if (wishes.noStore()) {
      return Storability.forNobodyElse("request-no-store");
    }
    if (VaryMatcher.variesOnEverything(headers)) {
      return Storability.forNobodyElse("vary-asterisk");
    }
    if (!cache.ignoreNoStore() && CacheControl.of(headers).has("no-store")) {
      return Storability.forNobodyElse("no-store");
    }
    if (issuesTokens(upstreamPath)) {
      return Storability.forNobodyElse("token-endpoint");
    }
    if (!statusMayBeStored(cache, response.status()) || headers.contains("Content-Range")) {
      return Storability.no("status-not-cacheable");
    }
    OptionalLong length = contentLength(headers);
    if (length.isPresent() && length.getAsLong() < cache.minResponseSize()) {
      return Storability.no("too-small");
    }
    if (length.isPresent() && length.getAsLong() > cache.maxResponseSize()) {
      return Storability.no("too-large");
    }
    return Storability.YES;
  }

  private static boolean statusMayBeStored(CacheConfiguration cache, int status) {
    return SUCCESSES.contains(status)
        || (cache.cacheErrorResponses()
            && status >= 400
            && status <= 599
            && !NEVER.contains(status));
  }

  /** Token end points of OAuth and the like: {@code /oauth/**} and {@code **}{@code /token}. */
  private static boolean issuesTokens(String path) {
    return path.contains("/oauth/") || path.endsWith("/token");
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
