package io.apibuddy.domain.config;

import io.apibuddy.ports.store.PenaltyRule;
import io.apibuddy.ports.store.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How often one mapping's upstream may be asked.
 *
 * @param limits the limits, all of which apply; empty for no limit
 * @param limitsKey the configuration key that sets the limits, for answers to throttled requests
 * @param penaltyRule the penalty for violations of a limit
 * @param maxWait how long a request may wait for its turn; zero refuses it at once
 * @param respectUpstream whether pauses that an upstream asks for are observed
 * @param maxPause the longest pause that is observed; positive
 */
public record ThrottleConfiguration(
    List<RateLimit> limits,
    String limitsKey,
    PenaltyRule penaltyRule,
    Duration maxWait,
    boolean respectUpstream,
    Duration maxPause) {

  /** The highest limit: each attempt that counts takes 8 bytes of memory. */
  public static final long MAX_REQUESTS = 1_000_000;

  /** 1000 requests an hour, penalties up to five minutes, no waiting, pauses up to an hour. */
  public static final ThrottleConfiguration DEFAULT =
      new ThrottleConfiguration(
          List.of(new RateLimit(1000, Duration.ofHours(1))),
          "throttling.default_requests_per_hour",
          new PenaltyRule(Duration.ofMinutes(5)),
          Duration.ZERO,
          true,
          Duration.ofHours(1));

  /** Rejects a limit above {@link #MAX_REQUESTS} and durations that are out of range. */
  public ThrottleConfiguration {
    limits = List.copyOf(limits);
    for (RateLimit limit : limits) {
      if (limit.requests() > MAX_REQUESTS) {
        throw new IllegalArgumentException("requests must be at most " + MAX_REQUESTS);
      }
    }
    Objects.requireNonNull(limitsKey, "limitsKey");
    Objects.requireNonNull(penaltyRule, "penaltyRule");
    if (maxWait.isNegative()) {
      throw new IllegalArgumentException("maxWait must not be negative, is " + maxWait);
    }
    if (maxPause.isNegative() || maxPause.isZero()) {
      throw new IllegalArgumentException("maxPause must be positive, is " + maxPause);
    }
  }

  /** Returns a copy with other limits. */
  public ThrottleConfiguration withLimits(RateLimit... replacements) {
    return new ThrottleConfiguration(
        List.of(replacements), limitsKey, penaltyRule, maxWait, respectUpstream, maxPause);
  }

  /** Returns a copy with another maximum wait. */
  public ThrottleConfiguration withMaxWait(Duration replacement) {
    return new ThrottleConfiguration(
        limits, limitsKey, penaltyRule, replacement, respectUpstream, maxPause);
  }
}
