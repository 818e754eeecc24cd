package io.apibuddy.ports.contract;

import static io.apibuddy.ports.store.ThrottleDecision.GRANTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.store.PenaltyRule;
import io.apibuddy.ports.store.RateLimit;
import io.apibuddy.ports.store.ThrottleDecision;
import io.apibuddy.ports.store.ThrottleDecision.Granted;
import io.apibuddy.ports.store.ThrottleDecision.Refused;
import io.apibuddy.ports.store.ThrottleLedger;
import io.apibuddy.ports.store.ThrottleState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Contract tests for {@link ThrottleLedger}: exact windows, exact waits, penalties that decay. */
public interface ThrottleLedgerContract extends StorageFactory {

  /** The time at which these tests begin. */
  Instant T0 = ManualClock.START;

  /** The usual rule: penalties up to five minutes. */
  PenaltyRule PROGRESSIVE = new PenaltyRule(Duration.ofMinutes(5));

  /** Limits under which a client can be refused every second without filling the long window. */
  List<RateLimit> ONE_A_SECOND =
      List.of(
          new RateLimit(1, Duration.ofSeconds(1)), new RateLimit(100_000, Duration.ofHours(24)));

  private static List<RateLimit> limit(long requests, Duration window) {
    return List.of(new RateLimit(requests, window));
  }

  private static Refused refused(ThrottleDecision decision) {
    assertThat(decision).isInstanceOf(Refused.class);
    return (Refused) decision;
  }

  @Test
  default void limitGrantsExactlyItsNumberOfRequestsPerWindow(StorageFixture fixture) {
    ThrottleLedger ledger = fixture.storage().throttle();
    List<RateLimit> five = limit(5, Duration.ofMinutes(1));
    for (long used = 1; used <= 5; used++) {
      assertThat(ledger.tryAcquire("a", five, PenaltyRule.NONE, T0)).isEqualTo(GRANTED);
      assertThat(ledger.state("a", five, T0).used()).containsExactly(used);
    }

    assertThat(ledger.tryAcquire("a", five, PenaltyRule.NONE, T0))
        .isEqualTo(new Refused(Duration.ofMinutes(1), Duration.ZERO));
    assertThat(ledger.state("a", limit(2, Duration.ofMinutes(1)), T0).used())
        .as("more than a limit that was lowered")
        .containsExactly(5L);
  }

  @Test
  default void slotIsFreeAgainExactlyOneWindowAfterItsAttempt(StorageFixture fixture) {
    ThrottleLedger ledger = fixture.storage().throttle();
    List<RateLimit> two = limit(2, Duration.ofSeconds(10));
    ledger.tryAcquire("a", two, PenaltyRule.NONE, T0);
    ledger.tryAcquire("a", two, PenaltyRule.NONE, T0.plusSeconds(4));

    assertThat(ledger.tryAcquire("a", two, PenaltyRule.NONE, T0.plusMillis(9_999)))
        .isEqualTo(new Refused(Duration.ofMillis(1), Duration.ZERO));
    assertThat(ledger.tryAcquire("a", two, PenaltyRule.NONE, T0.plusSeconds(10)))
        .isEqualTo(GRANTED);
    assertThat(ledger.state("a", two, T0.plusSeconds(10)).used()).containsExactly(2L);
    assertThat(ledger.tryAcquire("a", two, PenaltyRule.NONE, T0.plusMillis(13_999)))
        .isEqualTo(new Refused(Duration.ofMillis(1), Duration.ZERO));
    assertThat(ledger.tryAcquire("a", two, PenaltyRule.NONE, T0.plusSeconds(14)))
        .isEqualTo(GRANTED);
    assertThat(ledger.state("a", two, T0.plusSeconds(14)).used()).containsExactly(2L);
  }

  @Test
  default void attemptIsGrantedOnlyIfEveryLimitHasRoom(StorageFixture fixture) {
    ThrottleLedger ledger = fixture.storage().throttle();
    List<RateLimit> both =
        List.of(new RateLimit(3, Duration.ofSeconds(60)), new RateLimit(1, Duration.ofSeconds(5)));

    assertThat(ledger.tryAcquire("a", both, PenaltyRule.NONE, T0)).isEqualTo(GRANTED);
    assertThat(ledger.state("a", both, T0).used()).containsExactly(1L, 1L);
    assertThat(refused(ledger.tryAcquire("a", both, PenaltyRule.NONE, T0)).retryAfter())
        .isEqualTo(Duration.ofSeconds(5));
    ledger.tryAcquire("a", both, PenaltyRule.NONE, T0.plusSeconds(5));
    ledger.tryAcquire("a", both, PenaltyRule.NONE, T0.plusSeconds(10));
    assertThat(
            refused(ledger.tryAcquire("a", both, PenaltyRule.NONE, T0.plusSeconds(15)))
                .retryAfter())
        .isEqualTo(Duration.ofSeconds(45));
  }

  @Test
  default void refusedAttemptsDoNotCount(StorageFixture fixture) {
    ThrottleLedger ledger = fixture.storage().throttle();
    List<RateLimit> one = limit(1, Duration.ofSeconds(10));
    ledger.tryAcquire("a", one, PenaltyRule.NONE, T0);
    for (int i = 0; i < 50; i++) {
      refused(ledger.tryAcquire("a", one, PenaltyRule.NONE, T0.plusMillis(100L * i)));
    }

    assertThat(ledger.state("a", one, T0.plusSeconds(5)).used()).containsExactly(1L);
    assertThat(ledger.tryAcquire("a", one, PenaltyRule.NONE, T0.plusSeconds(10)))
        .isInstanceOf(Granted.class);
  }

  @Test
  default void attemptIsGrantedExactlyAfterTheAnnouncedWait(StorageFixture fixture) {
    ThrottleLedger ledger = fixture.storage().throttle();
    List<RateLimit> limits =
        List.of(new RateLimit(2, Duration.ofSeconds(1)), new RateLimit(7, Duration.ofSeconds(20)));
    Instant now = T0;
    for (int i = 0; i < 60; i++) {
      ThrottleDecision decision = ledger.tryAcquire("a", limits, PROGRESSIVE, now);
      if (decision instanceof Refused no) {
        Instant tooEarly = now.plus(no.retryAfter()).minusMillis(1);
        if (tooEarly.isAfter(now)) {
          Refused again = refused(ledger.tryAcquire("a", limits, PROGRESSIVE, tooEarly));
          assertThat(again.retryAfter()).isEqualTo(Duration.ofMillis(1));
        }
        now = now.plus(no.retryAfter());
        assertThat(ledger.tryAcquire("a", limits, PROGRESSIVE, now)).isInstanceOf(Granted.class);
      }
    }
  }

  @Test
  default void domainsDoNotShareTheirCounts(StorageFixture fixture) {
    ThrottleLedger ledger = fixture.storage().throttle();
    List<RateLimit> one = limit(1, Duration.ofSeconds(10));
    ledger.tryAcquire("a", one, PROGRESSIVE, T0);
    refused(ledger.tryAcquire("a", one, PROGRESSIVE, T0));

    assertThat(ledger.tryAcquire("ab", one, PROGRESSIVE, T0)).isEqualTo(GRANTED);
    assertThat(ledger.state("ab", one, T0).used()).containsExactly(1L);
    assertThat(ledger.state("b", one, T0)).isEqualTo(new ThrottleState(List.of(0L), Duration.ZERO));
  }

  @Test
  default void eachViolationDoublesThePenaltyUpToTheMaximum(StorageFixture fixture) {
    ThrottleLedger ledger = fixture.storage().throttle();
    PenaltyRule upToTen = new PenaltyRule(Duration.ofSeconds(10));
    Instant now = T0;
    for (int expected : List.of(1, 2, 4, 8, 10, 10)) {
      assertThat(ledger.tryAcquire("a", ONE_A_SECOND, upToTen, now)).isInstanceOf(Granted.class);
      Duration penalty = Duration.ofSeconds(expected);

      assertThat(ledger.tryAcquire("a", ONE_A_SECOND, upToTen, now))
          .isEqualTo(new Refused(penalty, penalty));
      assertThat(ledger.state("a", ONE_A_SECOND, now).penalty()).isEqualTo(penalty);
      assertThat(ledger.penalties(now)).isEqualTo(Map.of("a", penalty));
      now = now.plus(penalty);
    }
  }

  @Test
  default void refusalWithinAnAnnouncedWaitNeitherDoublesNorExtendsThePenalty(
      StorageFixture fixture) {
    ThrottleLedger ledger = fixture.storage().throttle();
    List<RateLimit> one = limit(1, Duration.ofSeconds(30));
    ledger.tryAcquire("a", one, PROGRESSIVE, T0);
    refused(ledger.tryAcquire("a", one, PROGRESSIVE, T0));

    assertThat(ledger.tryAcquire("a", one, PROGRESSIVE, T0.plusMillis(400)))
        .isEqualTo(new Refused(Duration.ofMillis(29_600), Duration.ofMillis(600)));
    assertThat(ledger.tryAcquire("a", one, PROGRESSIVE, T0.plusSeconds(20)))
        .isEqualTo(new Refused(Duration.ofSeconds(10), Duration.ZERO));
    assertThat(ledger.tryAcquire("a", one, PROGRESSIVE, T0.plusSeconds(30)))
        .isInstanceOf(Granted.class);
  }

  @Test
  default void refusalOfAClientThatWaitsForASlotIsNoViolation(StorageFixture fixture) {
    ThrottleLedger ledger = fixture.storage().throttle();
    PenaltyRule patient = PROGRESSIVE.forPatient();
    Instant now = T0;
    for (int i = 0; i < 5; i++) {
      assertThat(ledger.tryAcquire("a", ONE_A_SECOND, patient, now)).isInstanceOf(Granted.class);
      assertThat(ledger.tryAcquire("a", ONE_A_SECOND, patient, now))
          .isEqualTo(new Refused(Duration.ofSeconds(1), Duration.ZERO));
      now = now.plusSeconds(1);
    }
  }

  @Test
  default void clientThatWaitsForASlotWaitsOutThePenaltyOfOthers(StorageFixture fixture) {
    ThrottleLedger ledger = fixture.storage().throttle();
    PenaltyRule patient = PROGRESSIVE.forPatient();
    Instant now = T0;
    for (int penalty : List.of(1, 2)) {
      ledger.tryAcquire("a", ONE_A_SECOND, PROGRESSIVE, now);
      refused(ledger.tryAcquire("a", ONE_A_SECOND, PROGRESSIVE, now));

      assertThat(ledger.tryAcquire("a", ONE_A_SECOND, patient, now.plusMillis(500)))
          .isEqualTo(
              new Refused(
                  Duration.ofMillis(penalty * 1000 - 500),
                  Duration.ofMillis(penalty * 1000 - 500)));
      now = now.plusSeconds(penalty);
    }
    assertThat(ledger.tryAcquire("a", ONE_A_SECOND, patient, now)).isInstanceOf(Granted.class);
    assertThat(refused(ledger.tryAcquire("a", ONE_A_SECOND, PROGRESSIVE, now)).penalty())
        .isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  default void penaltyRefusesEveryAttemptThoughSlotsAreFree(StorageFixture fixture) {
    ThrottleLedger ledger = fixture.storage().throttle();
    List<RateLimit> one = limit(1, Duration.ofMillis(100));
    ledger.tryAcquire("a", one, PROGRESSIVE, T0);
    refused(ledger.tryAcquire("a", one, PROGRESSIVE, T0));

    assertThat(ledger.tryAcquire("a", one, PROGRESSIVE, T0.plusMillis(999)))
        .isEqualTo(new Refused(Duration.ofMillis(1), Duration.ofMillis(1)));
    assertThat(ledger.tryAcquire("a", one, PROGRESSIVE, T0.plusMillis(1000)))
        .isInstanceOf(Granted.class);
  }

  @Test
  default void thePenaltyHalvesAfterEachQuietPeriodOfItsOwnLength(StorageFixture fixture) {
    ThrottleLedger ledger = fixture.storage().throttle();
    int[][] quietMillisAndNextSeconds = {
      {0, 16}, {7_999, 16}, {8_000, 8}, {11_999, 8}, {12_000, 4}, {14_000, 2}, {15_000, 1}
    };
    for (int[] expected : quietMillisAndNextSeconds) {
      String domain = "quiet-" + expected[0];
      Instant now = T0;
      for (int violation = 0; violation < 4; violation++) {
        ledger.tryAcquire(domain, ONE_A_SECOND, PROGRESSIVE, now);
        now =
            now.plus(refused(ledger.tryAcquire(domain, ONE_A_SECOND, PROGRESSIVE, now)).penalty());
      }
      now = now.plusMillis(expected[0]);
      ledger.tryAcquire(domain, ONE_A_SECOND, PROGRESSIVE, now);

      assertThat(refused(ledger.tryAcquire(domain, ONE_A_SECOND, PROGRESSIVE, now)).penalty())
          .as("after %d ms of quiet", expected[0])
          .isEqualTo(Duration.ofSeconds(expected[1]));
    }
  }

  @Test
  default void thePenaltyIsGoneAfterAQuietWindow(StorageFixture fixture) {
    ThrottleLedger ledger = fixture.storage().throttle();
    List<RateLimit> one = limit(1, Duration.ofSeconds(2));
    Instant now = T0;
    for (int violation = 0; violation < 6; violation++) {
      ledger.tryAcquire("a", one, PROGRESSIVE, now);
      now = now.plus(refused(ledger.tryAcquire("a", one, PROGRESSIVE, now)).retryAfter());
    }
    now = now.plusSeconds(2);
    ledger.tryAcquire("a", one, PROGRESSIVE, now);

    assertThat(refused(ledger.tryAcquire("a", one, PROGRESSIVE, now)).penalty())
        .isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  default void penaltyEndsWhenTheLimitsItWasForAreRaisedOrRemoved(StorageFixture fixture) {
    ThrottleLedger ledger = fixture.storage().throttle();
    Instant now = T0;
    for (int violation = 0; violation < 4; violation++) {
      ledger.tryAcquire("a", ONE_A_SECOND, PROGRESSIVE, now);
      now = now.plus(refused(ledger.tryAcquire("a", ONE_A_SECOND, PROGRESSIVE, now)).penalty());
    }
    now = now.minusSeconds(7); // within the last penalty
    List<RateLimit> raised = limit(2, Duration.ofSeconds(1));
    List<RateLimit> lowered = limit(3, Duration.ofMinutes(1));

    assertThat(ledger.state("a", ONE_A_SECOND, now).penalty()).isEqualTo(Duration.ofSeconds(7));
    assertThat(ledger.state("a", lowered, now).penalty()).isEqualTo(Duration.ofSeconds(7));
    assertThat(ledger.state("a", raised, now).penalty()).isZero();
    assertThat(ledger.state("a", List.of(), now).penalty()).isZero();
    assertThat(refused(ledger.tryAcquire("a", lowered, PROGRESSIVE, now)).penalty())
        .isEqualTo(Duration.ofSeconds(7));
    assertThat(ledger.tryAcquire("a", raised, PROGRESSIVE, now)).isInstanceOf(Granted.class);
    assertThat(ledger.tryAcquire("a", raised, PROGRESSIVE, now)).isInstanceOf(Granted.class);
    assertThat(refused(ledger.tryAcquire("a", raised, PROGRESSIVE, now)).penalty())
        .isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  default void aPauseIsAPenaltyAndTheLongerOneCounts(StorageFixture fixture) {
    ThrottleLedger ledger = fixture.storage().throttle();
    ledger.pause("a", Duration.ofSeconds(30), T0);
    ledger.pause("a", Duration.ofSeconds(10), T0.plusSeconds(5));
    ledger.pause("b", Duration.ofSeconds(10), T0);
    ledger.pause("b", Duration.ofSeconds(20), T0.plusSeconds(5));

    assertThat(ledger.penalties(T0.plusSeconds(10)))
        .isEqualTo(Map.of("a", Duration.ofSeconds(20), "b", Duration.ofSeconds(15)));
    assertThat(ledger.state("a", List.of(), T0.plusSeconds(10)).penalty())
        .isEqualTo(Duration.ofSeconds(20));
    assertThat(
            refused(
                ledger.tryAcquire(
                    "a", limit(5, Duration.ofSeconds(1)), PROGRESSIVE, T0.plusSeconds(10))))
        .isEqualTo(new Refused(Duration.ofSeconds(20), Duration.ofSeconds(20)));
    assertThat(ledger.penalties(T0.plusSeconds(30))).isEmpty();
    ledger.reset("a");
    assertThat(ledger.penalties(T0.plusSeconds(10))).containsOnlyKeys("b");
  }

  @Test
  default void resetForgetsAttemptsAndPenaltyOfItsDomainOnly(StorageFixture fixture) {
    ThrottleLedger ledger = fixture.storage().throttle();
    List<RateLimit> one = limit(1, Duration.ofSeconds(30));
    for (String domain : List.of("a", "ab")) {
      ledger.tryAcquire(domain, one, PROGRESSIVE, T0);
      ledger.tryAcquire(domain, one, PROGRESSIVE, T0);
    }
    ledger.reset("a");
    ledger.reset("unheard-of");

    assertThat(ledger.state("a", one, T0)).isEqualTo(new ThrottleState(List.of(0L), Duration.ZERO));
    assertThat(ledger.tryAcquire("a", one, PROGRESSIVE, T0)).isEqualTo(GRANTED);
    assertThat(ledger.state("a", one, T0).used()).containsExactly(1L);
    assertThat(refused(ledger.tryAcquire("a", one, PROGRESSIVE, T0)).penalty())
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(ledger.state("ab", one, T0))
        .isEqualTo(new ThrottleState(List.of(1L), Duration.ofSeconds(1)));
  }

  @Test
  default void readingTheStateChangesNothing(StorageFixture fixture) {
    ThrottleLedger ledger = fixture.storage().throttle();
    List<RateLimit> both =
        List.of(new RateLimit(9, Duration.ofMinutes(1)), new RateLimit(2, Duration.ofSeconds(10)));
    ledger.tryAcquire("a", both, PROGRESSIVE, T0);
    ledger.tryAcquire("a", both, PROGRESSIVE, T0.plusSeconds(5));

    for (int i = 0; i < 3; i++) {
      assertThat(ledger.state("a", both, T0.plusSeconds(9)).used()).containsExactly(2L, 2L);
      assertThat(ledger.state("a", both, T0.plusSeconds(10)).used()).containsExactly(2L, 1L);
      assertThat(ledger.state("a", both, T0.plusSeconds(65)).used()).containsExactly(0L, 0L);
      assertThat(ledger.state("a", List.of(), T0).used()).isEmpty();
    }
    assertThat(ledger.tryAcquire("a", both, PROGRESSIVE, T0.plusSeconds(9)))
        .isEqualTo(new Refused(Duration.ofSeconds(1), Duration.ofSeconds(1)));
  }

  @Test
  default void attemptIsAlwaysGrantedWithoutLimits(StorageFixture fixture) {
    ThrottleLedger ledger = fixture.storage().throttle();
    ledger.pause("a", Duration.ofSeconds(30), T0);
    for (int i = 0; i < 100; i++) {
      assertThat(ledger.tryAcquire("a", List.of(), PROGRESSIVE, T0)).isInstanceOf(Granted.class);
    }
    assertThat(ledger.state("a", limit(1, Duration.ofHours(1)), T0).used()).containsExactly(0L);
  }

  @Test
  default void limitOf100000RequestsIsExact(StorageFixture fixture) {
    ThrottleLedger ledger = fixture.storage().throttle();
    int requests = 100_000;
    List<RateLimit> large = limit(requests, Duration.ofHours(1));
    for (int i = 0; i < requests; i++) {
      assertThat(ledger.tryAcquire("a", large, PROGRESSIVE, T0.plusMillis(i)))
          .isInstanceOf(Granted.class);
    }

    assertThat(refused(ledger.tryAcquire("a", large, PROGRESSIVE, T0.plusMillis(requests))))
        .isEqualTo(new Refused(Duration.ofHours(1).minusMillis(requests), Duration.ofSeconds(1)));
    assertThat(ledger.state("a", large, T0.plus(Duration.ofHours(1))).used())
        .containsExactly(requests - 1L);
  }

  @Test
  default void practicallyUnlimitedLimitTakesNoMemoryBeforeItIsUsed(StorageFixture fixture) {
    ThrottleLedger ledger = fixture.storage().throttle();
    List<RateLimit> endless = limit(Long.MAX_VALUE, Duration.ofDays(30));
    for (int domain = 0; domain < 200; domain++) {
      assertThat(ledger.tryAcquire("domain-" + domain, endless, PROGRESSIVE, T0))
          .isEqualTo(GRANTED);
      assertThat(ledger.state("domain-" + domain, endless, T0).used()).containsExactly(1L);
    }
  }

  @Test
  default void concurrentThreadsTogetherGetNoMoreThanTheLimit(StorageFixture fixture)
      throws Exception {
    ThrottleLedger ledger = fixture.storage().throttle();
    List<RateLimit> limits = limit(500, Duration.ofMinutes(1));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<Integer> client =
          () -> {
            int passed = 0;
            for (int i = 0; i < 200; i++) {
              if (ledger.tryAcquire("a", limits, PROGRESSIVE, T0) instanceof Granted) {
                passed++;
              }
            }
            return passed;
          };
      List<Callable<Integer>> clients = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        clients.add(client);
      }
      int total = 0;
      for (Future<Integer> passed : threads.invokeAll(clients)) {
        total += passed.get();
      }

      assertThat(total).isEqualTo(500);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  default void everyCallMayComeFromAnotherThread(StorageFixture fixture) throws Exception {
    ThrottleLedger ledger = fixture.storage().throttle();
    List<RateLimit> one = limit(1, Duration.ofSeconds(10));
    Runnable acquire = () -> ledger.tryAcquire("a", one, PROGRESSIVE, T0);
    List<Runnable> calls =
        List.of(
            acquire,
            () -> ledger.state("a", one, T0),
            acquire,
            () -> ledger.penalties(T0),
            acquire,
            () -> ledger.pause("a", Duration.ofSeconds(20), T0),
            acquire,
            () -> ledger.reset("a"),
            () -> ledger.reset("a"),
            acquire);
    for (Runnable call : calls) {
      Waits.result(CompletableFuture.runAsync(call, task -> new Thread(task).start()));
    }

    assertThat(ledger.state("a", one, T0).used()).containsExactly(1L);
  }

  @Test
  default void callsOnAClosedLedgerFailAsClosed(StorageFixture fixture) {
    ThrottleLedger ledger = fixture.storage().throttle();
    fixture.storage().close();

    List<RateLimit> one = limit(1, Duration.ofSeconds(1));
    ClosedAssertions.assertFailAsClosed(
        () -> ledger.tryAcquire("a", one, PROGRESSIVE, T0),
        () -> ledger.state("a", one, T0),
        () -> ledger.pause("a", Duration.ofSeconds(1), T0),
        () -> ledger.penalties(T0),
        () -> ledger.reset("a"));
  }
}
