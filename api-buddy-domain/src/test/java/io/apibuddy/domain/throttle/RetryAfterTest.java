package io.apibuddy.domain.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.apibuddy.domain.config.ThrottleConfiguration;
import io.apibuddy.ports.contract.ManualClock;
import io.apibuddy.ports.contract.ManualTicker;
import io.apibuddy.ports.contract.RecordingNotices;
import io.apibuddy.ports.contract.RecordingPause;
import io.apibuddy.ports.store.PenaltyRule;
import io.apibuddy.ports.store.RateLimit;
import io.apibuddy.ports.store.local.LocalThrottleLedger;
import io.apibuddy.ports.store.local.StoreNotices;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** {@code Retry-After} is accurate: a client that obeys it passes. */
class RetryAfterTest {

  @Provide
  Arbitrary<RateLimit> limits() {
    return Combinators.combine(
            Arbitraries.longs().between(1, 12), Arbitraries.of(1L, 60L, 3_600L, 86_400L))
        .as((requests, seconds) -> new RateLimit(requests, Duration.ofSeconds(seconds)));
  }

  /** Pauses of a client between two requests, in milliseconds, most of them short. */
  @Provide
  Arbitrary<Integer> gaps() {
    return Arbitraries.frequencyOf(
        Tuple.of(6, Arbitraries.integers().between(0, 300)),
        Tuple.of(2, Arbitraries.integers().between(300, 20_000)),
        Tuple.of(1, Arbitraries.integers().between(20_000, 4_000_000)));
  }

  @Property(tries = 300)
  void clientThatObeysRetryAfterPasses(
      @ForAll @Size(min = 1, max = 3) List<@From("limits") RateLimit> limits,
      @ForAll @Size(min = 20, max = 120) List<@From("gaps") Integer> gaps,
      @ForAll @IntRange(max = 300) int maxPenalty)
      throws InterruptedException {
    Run run = new Run(limits, maxPenalty);
    for (int gap : gaps) {
      run.ticker.advance(Duration.ofMillis(gap));
      Refusal refusal = run.refusal();
      if (refusal != null) {
        run.ticker.advance(Duration.ofSeconds(refusal.retryAfterSeconds()));
        assertThatCode(run::attempt).doesNotThrowAnyException();
      }
    }
    run.assertThatNoWindowHeldMoreThanItsLimit();
  }

  /** A client that comes back too early is refused until the same time. */
  @Property(tries = 300)
  void requestThatComesTooEarlyDoesNotExtendTheWait(
      @ForAll @Size(min = 1, max = 3) List<@From("limits") RateLimit> limits,
      @ForAll @Size(min = 5, max = 40) List<@IntRange(max = 99) Integer> impatience,
      @ForAll @IntRange(max = 300) int maxPenalty)
      throws InterruptedException {
    Run run = new Run(limits, maxPenalty);
    for (int percent : impatience) {
      Refusal refusal = run.refusal();
      while (refusal == null) {
        refusal = run.refusal();
      }
      Duration early = refusal.retryAfter().multipliedBy(percent).dividedBy(100);
      run.ticker.advance(early);
      Refusal again = Objects.requireNonNull(run.refusal());
      assertThat(again.retryAfter()).isEqualTo(refusal.retryAfter().minus(early));
      run.ticker.advance(again.retryAfter());
      assertThatCode(run::attempt).doesNotThrowAnyException();
    }
    run.assertThatNoWindowHeldMoreThanItsLimit();
  }

  /** One client of one alias, its ticker and the times of the requests that passed. */
  private static final class Run {
    private final ManualTicker ticker = new ManualTicker(0);
    private final List<RateLimit> limits;
    private final Attempts attempts;
    private final Throttle throttle;
    private final Deque<Long> passed = new ArrayDeque<>();

    Run(List<RateLimit> limits, int maxPenaltySeconds) {
      this.limits = limits;
      this.attempts =
          Attempts.of(
              new ThrottleConfiguration(
                  limits,
                  "key",
                  new PenaltyRule(Duration.ofSeconds(maxPenaltySeconds)),
                  Duration.ZERO,
                  true,
                  Duration.ofHours(1)));
      this.throttle =
          new Throttle(
              new LocalThrottleLedger(() -> {}),
              new StoreNotices(new RecordingNotices(), ticker),
              new ManualClock(),
              ticker,
              new RecordingPause());
    }

    void attempt() throws InterruptedException {
      throttle.admit(attempts.once());
      passed.add(ticker.nanos());
    }

    @Nullable Refusal refusal() throws InterruptedException {
      try {
        attempt();
        return null;
      } catch (ThrottledException e) {
        return e.refusal();
      }
    }

    void assertThatNoWindowHeldMoreThanItsLimit() {
      List<Long> times = List.copyOf(passed);
      for (RateLimit limit : limits) {
        int most = (int) limit.requests();
        for (int i = most; i < times.size(); i++) {
          assertThat(times.get(i) - times.get(i - most))
              .isGreaterThanOrEqualTo(limit.window().toNanos());
        }
      }
    }
  }
}
