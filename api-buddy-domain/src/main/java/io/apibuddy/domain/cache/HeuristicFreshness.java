package io.apibuddy.domain.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The heuristic lifetime of responses without an explicit one (RFC 9111 section 4.2.2). */
final class HeuristicFreshness {
  /** The heuristically cacheable status codes (RFC 9110 section 15.1). */
  private static final Set<Integer> HEURISTICALLY_CACHEABLE =
      Set.of(200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501);

  private static final int FRACTION = 10;
  private static final Duration MAX_LIFETIME = Duration.ofDays(1);
  private static final Duration OLD = MAX_LIFETIME.multipliedBy(FRACTION);

  private HeuristicFreshness() {}

  static boolean isHeuristicallyCacheable(int status) {
    return HEURISTICALLY_CACHEABLE.contains(status);
  }

  /** Returns a tenth of the time since the last modification, at most a day. */
  static Duration lifetime(@Nullable Instant lastModified, Instant date) {
    if (lastModified == null || lastModified.isAfter(date)) {
      return Duration.ZERO;
    }
    Duration age = Duration.between(lastModified, date);
    return age.compareTo(OLD) > 0 ? MAX_LIFETIME : Duration.ofNanos(age.toNanos() / FRACTION);
  }
}
