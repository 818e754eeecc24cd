package io.apibuddy.domain.throttle;

import io.apibuddy.ports.store.PenaltyRule;
import io.apibuddy.ports.store.RateLimit;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.ThrottleDecision;
import io.apibuddy.ports.store.ThrottleLedger;
import io.apibuddy.ports.store.ThrottleState;
import io.apibuddy.ports.store.local.LocalThrottleLedger;
import io.apibuddy.ports.store.local.StoreNotices;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Protects exchanges from failures of the throttle ledger, an adapter's mistakes included: while it
 * fails, limits are counted in memory, and the failure is reported. Safe for concurrent use.
 */
final class GuardedLedger {
  private static final String FAILED = "Limits are counted in memory while the store fails";

  private final ThrottleLedger ledger;
  private final ThrottleLedger fallback = new LocalThrottleLedger(() -> {});
  private final StoreNotices notices;

  GuardedLedger(ThrottleLedger ledger, StoreNotices notices) {
    this.ledger = ledger;
    this.notices = notices;
  }

  ThrottleDecision tryAcquire(
      String domain, List<RateLimit> limits, PenaltyRule rule, Instant now) {
    return guarded(to -> to.tryAcquire(domain, limits, rule, now));
  }

  ThrottleState state(String domain, List<RateLimit> limits, Instant now) {
    return guarded(to -> to.state(domain, limits, now));
  }

  void pause(String domain, Duration length, Instant now) {
    guarded(
        to -> {
          to.pause(domain, length, now);
          return true;
        });
  }

  Map<String, Duration> penalties(Instant now) {
    return guarded(to -> to.penalties(now));
  }

  void reset(String domain) {
    guarded(
        to -> {
          to.reset(domain);
          return true;
        });
  }

  private <T> T guarded(Function<ThrottleLedger, T> call) {
    try {
      return Objects.requireNonNull(call.apply(ledger), "nothing returned");
    } catch (Exception | LinkageError e) {
      notices.failed(FAILED, StoreException.of(e));
      return call.apply(fallback);
    }
  }
}
