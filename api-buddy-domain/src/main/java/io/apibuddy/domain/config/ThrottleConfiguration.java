package io.apibuddy.domain.config;

import io.apibuddy.ports.store.PenaltyRule;
import io.apibuddy.ports.store.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How often one mapping's upstream is asked.
 *
 * @param limits all of them hold; empty for no limit
 * @param limitsKey the configuration key that sets the limits, for those who meet them
 * @param penaltyRule what violations cost
 * @param maxWait how long a request waits for its turn before it is refused; zero refuses at once
 * @param respectUpstream whether the pauses that an upstream asks for are kept
 * @param maxPause the longest pause that is kept; positive
 */
public record ThrottleConfiguration(
    List<RateLimit> limits,
    String limitsKey,
    PenaltyRule penaltyRule,
    Duration maxWait,
    boolean respectUpstream,
    Duration maxPause) {

  /** The highest limit: each attempt that counts takes 8 bytes. */
  public static final long MOST_REQUESTS = 1_000_000;

  /** 1000 requests an hour, penalties up to five minutes, no waiting, pauses up to an hour. */
  public static final ThrottleConfiguration DEFAULT =
      new ThrottleConfiguration(
          List.of(new RateLimit(1000, Duration.ofHours(1))),
          "throttling.default_requests_per_hour",
          new PenaltyRule(Duration.ofMinutes(5)),
          Duration.ZERO,
          true,
          Duration.ofHours(1));

  /** Refuses a limit beyond {@link #MOST_REQUESTS} and durations that are out of range. */
  public ThrottleConfiguration {
    limits = List.copyOf(limits);
    for (RateLimit limit : limits) {
      if (limit.requests() > MOST_REQUESTS) {
        throw new IllegalArgumentException("requests must be at most " + MOST_REQUESTS);
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

  /** Returns the same with other limits. */
  public ThrottleConfiguration withLimits(RateLimit... replacements) {
    return new ThrottleConfiguration(
        List.of(replacements), limitsKey, penaltyRule, maxWait, respectUpstream, maxPause);
  }

  /** Returns the same with another wait. */
  public ThrottleConfiguration withMaxWait(Duration replacement) {
    return new ThrottleConfiguration(
        limits, limitsKey, penaltyRule, replacement, respectUpstream, maxPause);
  }
}
