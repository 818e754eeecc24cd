package io.apibuddy.bootstrap.config;

import static io.apibuddy.bootstrap.config.LimitTypes.limits;
import static io.apibuddy.bootstrap.config.LimitTypes.limitsByAlias;
import static io.apibuddy.bootstrap.config.QuantityTypes.duration;
import static io.apibuddy.bootstrap.config.QuantityTypes.secondsOrNone;
import static io.apibuddy.bootstrap.config.QuantityTypes.whole;
import static io.apibuddy.bootstrap.config.TextTypes.flag;

import io.apibuddy.domain.config.ThrottleConfiguration;
import io.apibuddy.ports.store.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The keys of the section {@code throttling}. */
final class ThrottleKeys {
  private static final ThrottleConfiguration DEFAULT = ThrottleConfiguration.DEFAULT;

  static final Key<Long> DEFAULT_REQUESTS_PER_HOUR =
      Key.of(
              "throttling.default_requests_per_hour",
              whole(0, ThrottleConfiguration.MAX_REQUESTS),
              1000L,
              "upstream requests per hour for each alias, 0 for no limit")
          .alsoInMappings("throttling.default_requests_per_hour");
  static final Key<Map<String, List<RateLimit>>> DOMAIN_LIMITS =
      Key.of(
          "throttling.domain_limits",
          limitsByAlias(),
          Map.<String, List<RateLimit>>of(),
          "limits of single aliases, instead of the default");
  static final Key<List<RateLimit>> LIMITS =
      Key.ofMapping(
          "throttling.limits",
          limits(),
          "limits of the mapping; override the default and domain_limits");
  static final Key<Boolean> PROGRESSIVE_ENABLED =
      Key.of(
              "throttling.progressive_enabled",
              flag(),
              true,
              "whether each violation of a limit doubles the penalty")
          .alsoInMappings("throttling.progressive_enabled");
  static final Key<Duration> PROGRESSIVE_MAX_DELAY =
      Key.of(
              "throttling.progressive_max_delay",
              duration(),
              DEFAULT.penaltyRule().maximum(),
              "maximum penalty")
          .alsoInMappings("throttling.progressive_max_delay");
  static final Key<Duration> MAX_WAIT_SECONDS =
      Key.of(
              "throttling.max_wait_seconds",
              secondsOrNone(),
              DEFAULT.maxWait(),
              "how long a request may wait for its turn before it is refused")
          .alsoInMappings("throttling.max_wait_seconds");
  static final Key<Boolean> RESPECT_UPSTREAM =
      Key.of(
              "throttling.respect_upstream",
              flag(),
              DEFAULT.respectUpstream(),
              "whether to send nothing to an upstream that asks for a pause")
          .alsoInMappings("throttling.respect_upstream");
  static final Key<Duration> MAX_PAUSE =
      Key.of(
              "throttling.max_pause",
              duration(),
              DEFAULT.maxPause(),
              "maximum length of such a pause")
          .alsoInMappings("throttling.max_pause");

  static final List<Key<?>> ALL =
      List.of(
          DEFAULT_REQUESTS_PER_HOUR,
          DOMAIN_LIMITS,
          LIMITS,
          PROGRESSIVE_ENABLED,
          PROGRESSIVE_MAX_DELAY,
          MAX_WAIT_SECONDS,
          RESPECT_UPSTREAM,
          MAX_PAUSE);

  private ThrottleKeys() {}
}
