package io.apibuddy.ports.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DomainThrottleTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final PenaltyRule RULE = new PenaltyRule(Duration.ofMinutes(5));

  private final DomainThrottle throttle = new DomainThrottle();

  @Test
  void decisionsAgreeWithCountingEveryAttempt() {
    List<RateLimit> limits =
        List.of(
            new RateLimit(7, Duration.ofSeconds(3)),
            new RateLimit(2, Duration.ofMillis(500)),
            new RateLimit(40, Duration.ofSeconds(60)));
    Random random = new Random(1);
    List<Instant> granted = new ArrayList<>();
    Instant now = START;
    for (int i = 0; i < 5000; i++) {
      now = now.plusMillis(random.nextInt(400)).plusNanos(random.nextInt(3));
      Instant time = now;
      boolean room =
          limits.stream().allMatch(limit -> used(granted, limit, time) < limit.requests());

      ThrottleDecision decision = throttle.tryAcquire(limits, PenaltyRule.NONE, now);

      assertThat(decision instanceof ThrottleDecision.Granted).isEqualTo(room);
      if (room) {
        granted.add(now);
      }
      assertThat(throttle.state(limits, now).used())
          .isEqualTo(limits.stream().map(limit -> used(granted, limit, time)).toList());
    }
    assertThat(granted.size()).isBetween(100, 4900);
  }

  private static long used(List<Instant> granted, RateLimit limit, Instant now) {
    return granted.stream().filter(at -> at.plus(limit.window()).isAfter(now)).count();
  }

  @Test
  void keepsNoMoreThanTheLargestLimitAndNothingOlderThanTheLongestWindow() {
    List<RateLimit> limits = List.of(new RateLimit(100, Duration.ofSeconds(10)));
    Instant now = START;
    for (int i = 0; i < 1000; i++) {
      now = now.plusMillis(150);
      throttle.tryAcquire(limits, PenaltyRule.NONE, now);
    }

    Instant oldest = now.minusSeconds(10);
    assertThat(throttle.snapshot().attempts())
        .hasSizeLessThanOrEqualTo(100)
        .hasSizeGreaterThan(60)
        .allMatch(at -> at.isAfter(oldest));
  }

  @Test
  void restoredThrottleDecidesLikeTheOneBeforeTheSnapshot() {
    List<RateLimit> limits = List.of(new RateLimit(3, Duration.ofSeconds(1)));
    Random random = new Random(2);
    DomainThrottle restarted = new DomainThrottle();
    Instant now = START;
    for (int i = 0; i < 500; i++) {
      now = now.plusMillis(random.nextInt(700));
      restarted = DomainThrottle.restored(restarted.snapshot(), now);

      assertThat(restarted.tryAcquire(limits, RULE, now))
          .isEqualTo(throttle.tryAcquire(limits, RULE, now));
      assertThat(restarted.state(limits, now)).isEqualTo(throttle.state(limits, now));
    }
  }

  @Test
  void laterAttemptsDoNotChangeASnapshot() {
    List<RateLimit> limits = List.of(new RateLimit(3, Duration.ofSeconds(1)));
    throttle.tryAcquire(limits, RULE, START);
    ThrottleSnapshot snapshot = throttle.snapshot();
    throttle.tryAcquire(limits, RULE, START.plusMillis(1));

    assertThat(snapshot.attempts()).containsExactly(START);
  }

  @Test
  void attemptsAndViolationsDatedInTheFutureCountAsMadeAtTheStart() {
    List<RateLimit> limits = List.of(new RateLimit(1, Duration.ofSeconds(10)));
    throttle.tryAcquire(limits, RULE, START);
    throttle.tryAcquire(limits, RULE, START);
    Instant setBack = START.minus(Duration.ofHours(1));

    DomainThrottle restarted = DomainThrottle.restored(throttle.snapshot(), setBack);

    assertThat(restarted.state(limits, setBack))
        .isEqualTo(new ThrottleState(List.of(1L), Duration.ofSeconds(1)));
    assertThat(restarted.penalty().waitUntil()).isEqualTo(setBack.plusSeconds(10));
    assertThat(restarted.tryAcquire(limits, RULE, setBack))
        .isEqualTo(new ThrottleDecision.Refused(Duration.ofSeconds(10), Duration.ofSeconds(1)));
    assertThat(restarted.tryAcquire(limits, RULE, setBack.plusSeconds(10)))
        .isEqualTo(ThrottleDecision.GRANTED);
    assertThat(restarted.state(limits, setBack.plusSeconds(10)).used()).containsExactly(1L);
  }

  @Test
  void raisedLimitCountsEarlierAttemptsToo() {
    Duration window = Duration.ofSeconds(10);
    throttle.tryAcquire(List.of(new RateLimit(2, window)), RULE, START);
    throttle.tryAcquire(List.of(new RateLimit(2, window)), RULE, START);

    List<RateLimit> raised = List.of(new RateLimit(5, window));
    assertThat(throttle.tryAcquire(raised, RULE, START)).isEqualTo(ThrottleDecision.GRANTED);
    assertThat(throttle.state(raised, START).used()).containsExactly(3L);
  }

  @Test
  void loweredLimitRefusesUntilEnoughAttemptsHaveExpired() {
    Duration window = Duration.ofSeconds(10);
    for (int i = 0; i < 5; i++) {
      throttle.tryAcquire(List.of(new RateLimit(5, window)), RULE, START.plusSeconds(i));
    }

    assertThat(
            throttle.tryAcquire(
                List.of(new RateLimit(2, window)), PenaltyRule.NONE, START.plusSeconds(5)))
        .isEqualTo(new ThrottleDecision.Refused(Duration.ofSeconds(8), Duration.ZERO));
  }

  @Test
  void aRefusalAfterAGrantIsAViolationThoughALongerWaitWasAnnouncedBefore() {
    Duration window = Duration.ofSeconds(30);
    List<RateLimit> raised = List.of(new RateLimit(2, window));
    throttle.tryAcquire(List.of(new RateLimit(1, window)), RULE, START);
    throttle.tryAcquire(List.of(new RateLimit(1, window)), RULE, START);
    Instant later = START.plusSeconds(1);

    assertThat(throttle.tryAcquire(raised, RULE, later)).isEqualTo(ThrottleDecision.GRANTED);
    assertThat(throttle.tryAcquire(raised, RULE, later))
        .isEqualTo(new ThrottleDecision.Refused(Duration.ofSeconds(29), Duration.ofSeconds(2)));
  }

  @Test
  void aPenaltyEndsOnceItsRuleIsLifted() {
    List<RateLimit> limits =
        List.of(new RateLimit(1, Duration.ofMillis(100)), new RateLimit(9, Duration.ofHours(1)));
    throttle.tryAcquire(limits, RULE, START);
    throttle.tryAcquire(limits, RULE, START);

    assertThat(throttle.tryAcquire(limits, PenaltyRule.NONE, START.plusMillis(100)))
        .isInstanceOf(ThrottleDecision.Granted.class);
  }

  @Test
  void windowTooLongForAnInstantNeverEnds() {
    List<RateLimit> limits = List.of(new RateLimit(1, Duration.ofSeconds(Long.MAX_VALUE)));
    throttle.tryAcquire(limits, RULE, START);

    assertThat(throttle.tryAcquire(limits, RULE, START.plus(Duration.ofDays(36_500))))
        .isInstanceOfSatisfying(
            ThrottleDecision.Refused.class,
            refused -> assertThat(refused.retryAfter()).isGreaterThan(Duration.ofDays(30_000)));
  }

  @Test
  void aLogKeepsItsOrderWhileItGrowsWrapsAndShrinks() {
    SlidingWindowLog log = new SlidingWindowLog();
    List<Long> expected = new ArrayList<>();
    Random random = new Random(3);
    for (long time = 0; time < 3000; time++) {
      log.add(time);
      expected.add(time);
      if (random.nextInt(40) == 0) {
        int kept = random.nextInt(expected.size() + 1);
        log.keepNewest(kept);
        expected = new ArrayList<>(expected.subList(expected.size() - kept, expected.size()));
      }

      long[] times = expected.stream().mapToLong(Long::longValue).toArray();
      assertThat(log.toArray()).isEqualTo(times);
      long since = time - random.nextInt(50);
      assertThat(log.countAfter(since))
          .isEqualTo((int) Arrays.stream(times).filter(at -> at > since).count());
      if (!expected.isEmpty()) {
        assertThat(log.newest(expected.size())).isEqualTo(times[0]);
        assertThat(log.newest(1)).isEqualTo(time);
      }
    }
  }

  @Test
  void attemptOlderThanTheNewestIsLoggedAtTheTimeOfTheNewest() {
    SlidingWindowLog log = new SlidingWindowLog();
    log.add(5);
    log.add(3);

    assertThat(log.toArray()).containsExactly(5, 5);
  }
}
