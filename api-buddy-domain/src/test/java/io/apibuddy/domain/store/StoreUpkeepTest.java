package io.apibuddy.domain.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.FailingStore;
import io.apibuddy.domain.config.StoreBounds;
import io.apibuddy.ports.contract.DraftBuilder;
import io.apibuddy.ports.contract.ManualClock;
import io.apibuddy.ports.contract.ManualTicker;
import io.apibuddy.ports.contract.RecordingNotices;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ResponseInspector;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.StoreCapacity;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.StoreNotices;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StoreUpkeepTest {
  private final FailingStore store = new FailingStore();
  private final ManualClock clock = new ManualClock();
  private final ManualTicker ticker = new ManualTicker();
  private final UseRecorder uses = new UseRecorder();
  private final GuardedResponseStore guarded =
      new GuardedResponseStore(
          store.responses(),
          ResponseInspector.NONE,
          new StoreNotices(new RecordingNotices(), new ManualTicker()));
  private final StoreUpkeep upkeep = new StoreUpkeep(guarded, uses, clock, ticker);

  private void elapse(Duration duration) {
    clock.advance(duration);
    ticker.advance(duration);
  }

  private void fill(int from, int to, Duration usefulFor) {
    for (int i = from; i < to; i++) {
      try (GuardedResponseStore.Staging staging =
          Objects.requireNonNull(
              guarded.begin(
                  DraftBuilder.draft("api", "/" + i)
                      .discardAt(clock.instant().plus(usefulFor))
                      .build()))) {
        staging.write(new Body.Bytes(new byte[10]));
        staging.commit(EntryCompletion.PLAIN);
      }
    }
  }

  private StoreStats held() {
    return Objects.requireNonNullElse(
        store.responses().stats(clock.instant()).get("api"), StoreStats.NONE);
  }

  private static StoreBounds bounds(long entries, long bytes) {
    return new StoreBounds(
        new StoreCapacity(entries, bytes), Duration.ofHours(1), Duration.ofDays(1));
  }

  @Test
  void entriesBeyondTheBoundsAreRemoved() {
    fill(0, 10, Duration.ofDays(1));
    upkeep.run(bounds(7, 1000), false);
    assertThat(held().entries()).isEqualTo(7);
    upkeep.run(bounds(7, 35), false);

    assertThat(held().entries()).isLessThanOrEqualTo(3);
  }

  @Test
  void entryUsedShortlyBeforeTheRunStays() {
    fill(0, 3, Duration.ofDays(1));
    EntryId first =
        store.responses().candidates(DraftBuilder.draft("api", "/0").build().key()).get(0).id();
    uses.record(first, clock.advance(Duration.ofSeconds(5)));
    upkeep.run(bounds(1, 1000), false);

    assertThat(store.responses().entries(EntryQuery.first(EntrySelector.ALL, 10)).entries())
        .extracting(StoredResponse::id)
        .containsExactly(first);
  }

  @Test
  void oneRunRemovesABoundedNumberOfEntriesAndTheNextContinues() {
    fill(0, 5000, Duration.ofDays(1));
    upkeep.run(bounds(1, 100_000), false);
    assertThat(held().entries()).isEqualTo(5000 - 16 * 256);
    upkeep.run(bounds(1, 100_000), false);

    assertThat(held().entries()).isEqualTo(1);
  }

  @Test
  void expiredEntriesAreRemovedWhenCleaningIsDue() {
    fill(0, 2, Duration.ofMinutes(10));
    upkeep.run(bounds(10, 1000), false);
    elapse(Duration.ofMinutes(30));
    upkeep.run(bounds(10, 1000), false);
    assertThat(held().entries()).isEqualTo(2);
    elapse(Duration.ofMinutes(30));
    upkeep.run(bounds(10, 1000), false);

    assertThat(held().entries()).isZero();
  }

  @Test
  void clockSetBackDoesNotDelayCleaning() {
    upkeep.run(bounds(10, 1000), false);
    clock.advance(Duration.ofDays(-1));
    fill(0, 2, Duration.ofMinutes(10));
    elapse(Duration.ofHours(1));
    upkeep.run(bounds(10, 1000), false);

    assertThat(held().entries()).isZero();
  }

  @Test
  void expiredEntriesStayWhileTheyMayBeUsed() {
    fill(0, 2, Duration.ofMinutes(10));
    clock.advance(Duration.ofDays(30));
    upkeep.run(bounds(10, 1000), true);
    assertThat(held().entries()).isEqualTo(2);
    upkeep.run(bounds(10, 1000), false);

    assertThat(held().entries()).isZero();
  }

  @Test
  void unfinishedCleaningContinuesAtTheNextRun() {
    fill(0, 5000, Duration.ofMinutes(1));
    clock.advance(Duration.ofMinutes(2));
    upkeep.run(bounds(10_000, 100_000), false);
    assertThat(held().entries()).isEqualTo(5000 - 16 * 256);
    upkeep.run(bounds(10_000, 100_000), false);

    assertThat(held().entries()).isZero();
  }
}
