package io.apibuddy.domain.memory;

import io.apibuddy.ports.store.DomainThrottle;
import io.apibuddy.ports.store.PenaltyRule;
import io.apibuddy.ports.store.RateLimit;
import io.apibuddy.ports.store.ThrottleDecision;
import io.apibuddy.ports.store.ThrottleLedger;
import io.apibuddy.ports.store.ThrottleState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** Counts attempts in memory, one lock for each domain. */
final class InMemoryThrottleLedger implements ThrottleLedger {
  private final Map<String, Guarded> domains = new ConcurrentHashMap<>();
  private final Lifetime lifetime;

  InMemoryThrottleLedger(Lifetime lifetime) {
    this.lifetime = lifetime;
  }

  @Override
  public ThrottleDecision tryAcquire(
      String domain, List<RateLimit> limits, PenaltyRule penaltyRule, Instant now) {
    lifetime.requireOpen();
    return domains
        .computeIfAbsent(domain, name -> new Guarded())
        .call(throttle -> throttle.tryAcquire(limits, penaltyRule, now));
  }

  @Override
  public ThrottleState state(String domain, List<RateLimit> limits, Instant now) {
    lifetime.requireOpen();
    return domains
        .getOrDefault(domain, new Guarded())
        .call(throttle -> throttle.state(limits, now));
  }

  @Override
  public void reset(String domain) {
    lifetime.requireOpen();
    domains.remove(domain);
  }

  private static final class Guarded {
    private final ReentrantLock lock = new ReentrantLock();
    private final DomainThrottle throttle = new DomainThrottle();

    <T> T call(Function<DomainThrottle, T> action) {
      lock.lock();
      try {
        return action.apply(throttle);
      } finally {
        lock.unlock();
      }
    }
  }
}
