package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.time.Extremes;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Determines how long a received response is fresh and of use (RFC 9111 section 4.2.1). */
public final class LifetimePolicy {

  private LifetimePolicy() {}

  /**
   * Returns the times of a response. In {@code http} policy, the age on arrival is subtracted from
   * the lifetime, so that from then on only the time in this cache counts.
   */
  public static Freshness times(
      CacheConfiguration cache, ReceivedResponse response, Instant requestedAt) {
    Instant respondedAt = response.receivedAt();
    if (cache.policy() == CachePolicy.TTL) {
      Duration useful =
          cache.ttl().plus(Extremes.max(cache.staleIfError(), cache.staleWhileRevalidate()));
      return new Freshness(
          requestedAt, respondedAt, cache.ttl(), plusSaturated(respondedAt, useful));
    }
    Duration lifetime = remainingLifetime(response, requestedAt);
    ResponseDirectives directives = response.directives();
    Duration stale =
        Extremes.max(
            Extremes.max(cache.staleIfError(), cache.staleWhileRevalidate()),
            Extremes.max(directives.staleIfError(), directives.staleWhileRevalidate()));
    Duration useful = Extremes.max(lifetime, Duration.ZERO).plus(Extremes.max(stale, cache.ttl()));
    return new Freshness(requestedAt, respondedAt, lifetime, plusSaturated(respondedAt, useful));
  }

  /**
   * Returns the time until which a response that is still arriving may answer further requests. In
   * {@code http} policy, a response that is stale on arrival answers none that come after its head
   * (RFC 9111 section 4). One that must be validated before each use, or is stale and must not be
   * used stale, answers no other request at all (sections 5.2.2.2 and 5.2.2.4).
   */
  public static Instant answersUntil(CacheConfiguration cache, ReceivedResponse response) {
    if (cache.policy() == CachePolicy.TTL || cache.mode().usesRecordings()) {
      return Instant.MAX;
    }
    Instant receivedAt = response.receivedAt();
    Duration lifetime = remainingLifetime(response, receivedAt);
    boolean stale = lifetime.isNegative() || lifetime.isZero();
    ResponseDirectives directives = response.directives();
    if (directives.noCache() || (stale && directives.mustRevalidate())) {
      return Instant.MIN;
    }
    return stale ? receivedAt : plusSaturated(receivedAt, lifetime);
  }

  /**
   * Returns whether a response that is still arriving satisfies the {@code max-age} and {@code
   * min-fresh} of a later request.
   *
   * @param arrivedAt when the later request was received
   */
  public static boolean isNewEnough(
      CacheLookup lookup, ReceivedResponse response, Instant arrivedAt) {
    RequestDirectives directives = lookup.directives();
    if (directives.maxAge().isEmpty() && directives.minFresh().isEmpty()) {
      return true;
    }
    Instant receivedAt = response.receivedAt();
    boolean http = lookup.cache().policy() == CachePolicy.HTTP;
    Duration here = Extremes.max(Duration.between(receivedAt, arrivedAt), Duration.ZERO);
    Duration before =
        http
            ? AgeCalculator.correctedInitialAge(
                response.headers(), response.dateValue(), receivedAt, receivedAt)
            : Duration.ZERO;
    Duration left = http ? remainingLifetime(response, receivedAt) : lookup.cache().ttl();
    return here.plus(before).compareTo(seconds(directives.maxAge(), Long.MAX_VALUE)) <= 0
        && left.minus(here).compareTo(seconds(directives.minFresh(), 0)) >= 0;
  }

  private static Duration seconds(OptionalLong given, long otherwise) {
    return Duration.ofSeconds(given.orElse(otherwise));
  }

  private static Duration remainingLifetime(ReceivedResponse response, Instant requestedAt) {
    return freshnessLifetime(response)
        .minus(
            AgeCalculator.correctedInitialAge(
                response.headers(), response.dateValue(), requestedAt, response.receivedAt()));
  }

  /** Returns {@code freshness_lifetime}; zero if the response states it in an invalid way. */
  static Duration freshnessLifetime(ReceivedResponse response) {
    Headers headers = response.headers();
    ResponseDirectives directives = response.directives();
    OptionalLong seconds = directives.lifetimeSeconds();
    if (seconds.isPresent()) {
      return Duration.ofSeconds(seconds.getAsLong());
    }
    Instant receivedAt = response.receivedAt();
    Instant date = response.dateValue();
    String expires = directives.targeted() ? null : headers.joined("Expires"); // two are no date
    if (expires != null) {
      Instant expiry = date(expires, receivedAt);
      return expiry == null
          ? Duration.ZERO
          : Extremes.max(Duration.between(date, expiry), Duration.ZERO);
    }
    boolean heuristic =
        directives.isPublic()
            || HeuristicFreshness.isHeuristicallyCacheable(response.head().status());
    return heuristic && !directives.noCache()
        ? HeuristicFreshness.lifetime(date(headers.first("Last-Modified"), receivedAt), date)
        : Duration.ZERO;
  }

  /** Returns whether the response has an explicit lifetime. */
  static boolean isExplicit(ReceivedResponse response) {
    ResponseDirectives directives = response.directives();
    return directives.lifetimeSeconds().isPresent()
        || (!directives.targeted() && response.headers().contains("Expires"));
  }

  private static @Nullable Instant date(@Nullable String field, Instant receivedAt) {
    return field == null ? null : HttpDate.parse(field, receivedAt);
  }

  private static Instant plusSaturated(Instant start, Duration duration) {
    try {
      return start.plus(duration);
    } catch (DateTimeException | ArithmeticException e) {
      return Instant.MAX;
    }
  }
}
