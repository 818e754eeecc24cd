package io.apibuddy.ports.store.local;

import static io.apibuddy.ports.contract.Waits.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.ManualClock;
import io.apibuddy.ports.contract.ManualTicker;
import io.apibuddy.ports.store.PenaltyRule;
import io.apibuddy.ports.store.RateLimit;
import io.apibuddy.ports.store.ThrottleDecision;
import io.apibuddy.ports.store.ThrottleSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Tests which changes the ledger wants written; the contract kit tests its decisions. */
class LocalThrottleLedgerTest {
  private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");
  private static final List<RateLimit> LIMITS = List.of(new RateLimit(3, Duration.ofHours(1)));

  private final ManualClock clock = new ManualClock(START);
  private final ManualTicker ticker = new ManualTicker();
  private final LocalThrottleLedger ledger = restarted(Map.of());

  private LocalThrottleLedger restarted(Map<String, ThrottleSnapshot> known) {
    return new LocalThrottleLedger(() -> {}, known, clock, ticker);
  }

  @Test
  void newAttemptsAreTakenForWritingOnce() {
    acquire(0);
    ThrottleChange first = take();
    acquire(1);
    acquire(2);
    ThrottleChange second = take();

    assertThat(first.replacesAll()).isTrue();
    assertThat(first.newAttempts()).containsExactly(START);
    assertThat(second.replacesAll()).isFalse();
    assertThat(second.newAttempts()).containsExactly(START.plusSeconds(1), START.plusSeconds(2));
    assertThat(ledger.takeUnwritten()).isEmpty();
    acquire(3600);
    assertThat(take().newAttempts()).containsExactly(START.plusSeconds(3600));
  }

  @Test
  void refusalAddsNoAttemptToBeWritten() {
    for (int i = 0; i < 3; i++) {
      acquire(i);
    }
    take();
    assertThat(acquire(3)).isInstanceOf(ThrottleDecision.Refused.class);

    assertThat(take().newAttempts()).isEmpty();
  }

  @Test
  void allAttemptsAreTakenAgainAfterAFailedWrite() {
    acquire(0);
    take();
    acquire(1);
    ledger.writingFailed(take());

    ThrottleChange again = take();
    assertThat(again.replacesAll()).isTrue();
    assertThat(again.newAttempts()).containsExactly(START, START.plusSeconds(1));
  }

  @Test
  void resetDeletesTheWrittenStateOfItsDomain() {
    acquire(0);
    take();
    ledger.reset("a");

    assertThat(take().isDeletion()).isTrue();
    assertThat(ledger.takeUnwritten()).isEmpty();
    assertThat(ledger.state("a", LIMITS, START).used()).containsExactly(0L);
  }

  @Test
  void attemptAfterAResetIsWrittenBehindTheDeletion() {
    acquire(0);
    take();
    ledger.reset("a");
    acquire(1);

    List<ThrottleChange> changes = ledger.takeUnwritten();
    assertThat(changes).extracting(ThrottleChange::isDeletion).containsExactly(true, false);
    assertThat(changes.get(1).newAttempts()).containsExactly(START.plusSeconds(1));
  }

  @Test
  void resetIsTakenAgainAfterAFailedWrite() {
    acquire(0);
    take();
    ledger.reset("a");
    ledger.writingFailed(take());

    assertThat(take().isDeletion()).isTrue();
  }

  @Test
  void stateThatNoLongerCountsAtTheStartIsDeleted() {
    ledger.pause("a", Duration.ofSeconds(30), START);
    Map<String, ThrottleSnapshot> known = Map.of("a", take().snapshot());
    clock.advance(Duration.ofSeconds(30));
    LocalThrottleLedger restarted = restarted(known);

    assertThat(restarted.takeUnwritten())
        .extracting(ThrottleChange::isDeletion)
        .containsExactly(true);
  }

  @Test
  void ledgerInMemoryCollectsNothingToBeWritten() {
    LocalThrottleLedger inMemory = new LocalThrottleLedger(() -> {});
    inMemory.pause("a", Duration.ofSeconds(30), START);
    inMemory.reset("a");

    assertThat(inMemory.takeUnwritten()).isEmpty();
    assertThat(inMemory.penalties(START)).isEmpty();
  }

  @Test
  void restartedLedgerContinuesFromTheWrittenState() {
    acquire(0);
    acquire(1);
    Map<String, ThrottleSnapshot> known = Map.of("a", take().snapshot());
    clock.advance(Duration.ofSeconds(2));
    LocalThrottleLedger restarted = restarted(known);

    assertThat(restarted.state("a", LIMITS, START.plusSeconds(2)).used()).containsExactly(2L);
    assertThat(restarted.takeUnwritten()).isEmpty();
  }

  @Test
  void writtenTimesFollowTheWallClock() {
    acquire(0);
    take();
    ticker.advance(Duration.ofSeconds(1));
    Instant set = clock.advance(Duration.ofHours(-8).plusSeconds(1));
    ledger.pause("a", Duration.ofSeconds(30), START.plusSeconds(1));

    ThrottleChange moved = take();
    assertThat(moved.replacesAll()).isTrue();
    assertThat(moved.newAttempts()).containsExactly(set.minusSeconds(1));
    assertThat(moved.snapshot().penalty().end()).isEqualTo(set.plusSeconds(30));
    assertThat(moved.snapshot().penalty().waitUntil()).isEqualTo(set.plusSeconds(30));
    assertThat(ledger.state("a", LIMITS, START.plusSeconds(1)).used()).containsExactly(1L);
    clock.advance(Duration.ofMillis(999));
    assertThat(ledger.takeUnwritten()).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(take().newAttempts()).containsExactly(set);
  }

  @Test
  void resetDomainStaysDeletedWhenTheWallClockIsSet() {
    acquire(0);
    ledger.reset("a");
    clock.advance(Duration.ofHours(8));

    assertThat(take().isDeletion()).isTrue();
  }

  @Test
  void everyCallMayComeFromAnotherThread() throws Exception {
    acquire(0);
    ThrottleChange first = onNewThread(this::take);
    onNewThread(() -> fail(first));
    ThrottleChange again = onNewThread(this::take);
    onNewThread(() -> fail(again));

    assertThat(take().newAttempts()).containsExactly(START);
  }

  private ThrottleChange fail(ThrottleChange change) {
    ledger.writingFailed(change);
    return change;
  }

  private static <T> T onNewThread(Supplier<T> call) throws Exception {
    return result(CompletableFuture.supplyAsync(call, task -> new Thread(task).start()));
  }

  private ThrottleDecision acquire(int second) {
    return ledger.tryAcquire("a", LIMITS, PenaltyRule.NONE, START.plusSeconds(second));
  }

  private ThrottleChange take() {
    List<ThrottleChange> changes = ledger.takeUnwritten();
    assertThat(changes).hasSize(1);
    return changes.get(0);
  }
}
