package io.apibuddy.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.store.MetricsJournal;
import io.apibuddy.ports.store.MetricsRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Contract tests for {@link MetricsJournal}: counts that add up, by the minute. */
public interface MetricsJournalContract extends StorageFactory {

  private static MetricsRow row(int minute, String outcome, long count) {
    return new MetricsRow(minute(minute), "a", "GET", outcome, 2, count, count * 10, count * 3);
  }

  private static Instant minute(int minute) {
    return ManualClock.START.plus(Duration.ofMinutes(minute));
  }

  @Test
  default void appendAddsToAnExistingRow(StorageFixture fixture) {
    MetricsJournal journal = fixture.storage().metrics();
    journal.append(List.of(row(0, "HIT", 1), row(0, "HIT", 2)));
    journal.append(List.of(row(0, "HIT", 4)));
    journal.append(List.of());

    assertThat(journal.summarize(minute(0), minute(1))).containsExactly(row(0, "HIT", 7));
  }

  @Test
  default void rowsThatDifferInOnePartStaySeparate(StorageFixture fixture) {
    MetricsJournal journal = fixture.storage().metrics();
    List<MetricsRow> rows =
        List.of(
            new MetricsRow(minute(0), "a", "GET", "HIT", 2, 1, 1, 1),
            new MetricsRow(minute(0), "b", "GET", "HIT", 2, 1, 1, 1),
            new MetricsRow(minute(0), "a", "POST", "HIT", 2, 1, 1, 1),
            new MetricsRow(minute(0), "a", "GET", "MISS", 2, 1, 1, 1),
            new MetricsRow(minute(0), "a", "GET", "HIT", 4, 1, 1, 1),
            new MetricsRow(minute(0), "", "", "", 5, 1L << 40, 1L << 41, 1L << 42));
    journal.append(rows);

    assertThat(journal.summarize(minute(0), minute(1))).containsExactlyInAnyOrderElementsOf(rows);
  }

  @Test
  default void summarizeIncludesTheStartExcludesTheEndAndSortsByMinute(StorageFixture fixture) {
    MetricsJournal journal = fixture.storage().metrics();
    for (int minute : List.of(5, 1, 3, 2, 4)) {
      journal.append(List.of(row(minute, "HIT", minute)));
    }

    assertThat(journal.summarize(minute(2), minute(5)))
        .containsExactly(row(2, "HIT", 2), row(3, "HIT", 3), row(4, "HIT", 4));
    assertThat(journal.summarize(minute(2).plusMillis(1), minute(4).plusMillis(1)))
        .containsExactly(row(3, "HIT", 3), row(4, "HIT", 4));
    assertThat(journal.summarize(minute(3), minute(3))).isEmpty();
    assertThat(journal.summarize(minute(4), minute(3))).isEmpty();
    assertThat(journal.summarize(minute(60), minute(90))).isEmpty();
  }

  @Test
  default void journalKeepsNoReferenceToListsPassedInOrReturned(StorageFixture fixture) {
    MetricsJournal journal = fixture.storage().metrics();
    List<MetricsRow> batch = new ArrayList<>(List.of(row(0, "HIT", 1)));
    journal.append(batch);
    batch.clear();
    List<MetricsRow> before = journal.summarize(minute(0), minute(9));
    journal.append(List.of(row(0, "HIT", 1), row(1, "HIT", 1)));

    assertThat(before).containsExactly(row(0, "HIT", 1));
    assertThat(journal.summarize(minute(0), minute(9)))
        .containsExactly(row(0, "HIT", 2), row(1, "HIT", 1));
  }

  @Test
  default void removeBeforeDeletesEarlierRowsAndReturnsTheirNumber(StorageFixture fixture) {
    MetricsJournal journal = fixture.storage().metrics();
    journal.append(List.of(row(1, "HIT", 1), row(1, "MISS", 1), row(2, "HIT", 1)));

    assertThat(journal.removeBefore(minute(2))).isEqualTo(2);
    assertThat(journal.removeBefore(minute(2))).isZero();
    assertThat(journal.summarize(minute(0), minute(9))).containsExactly(row(2, "HIT", 1));
    assertThat(journal.removeBefore(minute(2).plusMillis(1))).isEqualTo(1);
    assertThat(journal.summarize(minute(0), minute(9))).isEmpty();
  }

  @Test
  default void removeBeforeDeletesThousandsOfRowsInOneCall(StorageFixture fixture) {
    MetricsJournal journal = fixture.storage().metrics();
    List<MetricsRow> rows = new ArrayList<>();
    for (int minute = 0; minute < 4_000; minute++) {
      rows.addAll(List.of(row(minute, "HIT", 1), row(minute, "MISS", 1), row(minute, "STALE", 1)));
    }
    journal.append(rows);

    assertThat(journal.removeBefore(minute(3_999))).isEqualTo(3 * 3_999);
    assertThat(journal.summarize(minute(0), minute(4_000)))
        .extracting(MetricsRow::minute)
        .containsExactly(minute(3_999), minute(3_999), minute(3_999));
  }

  @Test
  default void concurrentAppendsLoseNoCounts(StorageFixture fixture) throws Exception {
    MetricsJournal journal = fixture.storage().metrics();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> writers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        writers.add(
            () -> {
              for (int round = 0; round < 50; round++) {
                journal.append(List.of(row(0, "HIT", 1), row(round, "MISS", 1)));
              }
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(writers)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(journal.summarize(minute(0), minute(1)))
        .containsExactlyInAnyOrder(row(0, "HIT", 200), row(0, "MISS", 4));
    assertThat(journal.summarize(minute(0), minute(50))).hasSize(51);
  }

  @Test
  default void callsOnAClosedJournalFailAsClosed(StorageFixture fixture) {
    MetricsJournal journal = fixture.storage().metrics();
    fixture.storage().close();

    ClosedAssertions.assertFailAsClosed(
        () -> journal.append(List.of(row(0, "HIT", 1))),
        () -> journal.summarize(minute(0), minute(1)),
        () -> journal.removeBefore(minute(1)));
  }
}
