package io.apibuddy.benchmarks;

import io.apibuddy.ports.store.DomainThrottle;
import io.apibuddy.ports.store.PenaltyRule;
import io.apibuddy.ports.store.RateLimit;
import io.apibuddy.ports.store.ThrottleDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Asking the default limit for a permit while its sliding window is full. */
@State(Scope.Benchmark)
public class SlidingWindowBenchmark {
  private static final int REQUESTS = 1_000;
  private static final Duration WINDOW = Duration.ofHours(1);

  private final List<RateLimit> limits = List.of(new RateLimit(REQUESTS, WINDOW));
  private final Duration pace = WINDOW.dividedBy(REQUESTS);
  private final DomainThrottle throttle = new DomainThrottle();
  private Instant now = Instant.parse("2026-11-26T12:00:00Z");

  /** Fills the window. */
  public SlidingWindowBenchmark() {
    for (int i = 0; i < REQUESTS; i++) {
      granted();
    }
  }

  /** A permit is granted: one attempt leaves the window as the next one comes. */
  @Benchmark
  public final ThrottleDecision granted() {
    now = now.plus(pace);
    return throttle.tryAcquire(limits, PenaltyRule.NONE, now);
  }

  /** A permit is refused: the window is still full. */
  @Benchmark
  public ThrottleDecision refused() {
    return throttle.tryAcquire(limits, PenaltyRule.NONE, now);
  }
}
