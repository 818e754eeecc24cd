package io.apibuddy.domain.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.contract.ManualClock;
import io.apibuddy.ports.contract.ManualTicker;
import io.apibuddy.ports.contract.RecordingNotices;
import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.MetricsJournal;
import io.apibuddy.ports.store.MetricsRow;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import io.apibuddy.ports.store.local.StoreNotices;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JournalUpkeepTest {
  private static final Duration RETENTION = Duration.ofDays(1);

  private final ManualClock clock = new ManualClock();
  private final ManualTicker ticker = new ManualTicker();
  private final RecordingNotices notices = new RecordingNotices();
  private final MetricsJournal kept =
      new InMemoryStorage(AdapterContext.of(Settings.NONE)).metrics();
  private final RefusingJournal journal = new RefusingJournal();
  private final ExchangeTally tally = new ExchangeTally();
  private final JournalUpkeep upkeep =
      new JournalUpkeep(journal, tally, new StoreNotices(notices, ticker), clock, ticker);

  private void add(@Nullable String domain, String method, int status, long bytes, long millis) {
    long now = clock.instant().toEpochMilli();
    tally.add(now, domain, method, CacheOutcome.MISS, status, bytes, millis);
  }

  private List<MetricsRow> rows() {
    return kept.summarize(Instant.EPOCH, clock.instant().plus(Duration.ofDays(1)));
  }

  private void runAfter(Duration duration) {
    clock.advance(duration);
    ticker.advance(duration);
    upkeep.run(RETENTION);
  }

  @Test
  void exchangesOfOneMinuteAndKindAreOneRow() {
    add("api", "GET", 200, 100, 7);
    add("api", "GET", 204, 50, 3);
    add("api", "GET", 404, 1, 1);
    upkeep.run(RETENTION);

    Instant minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
    assertThat(rows())
        .containsExactlyInAnyOrder(
            new MetricsRow(minute, "api", "GET", "MISS", 2, 2, 150, 10),
            new MetricsRow(minute, "api", "GET", "MISS", 4, 1, 1, 1));
  }

  @Test
  void eachMinuteHasARow() {
    for (int i = 0; i < 4; i++) {
      add("api", "GET", 200, 1, 1);
      clock.advance(Duration.ofSeconds(30));
    }
    upkeep.run(RETENTION);

    assertThat(rows()).extracting(MetricsRow::count).containsExactly(2L, 2L);
  }

  @Test
  void exchangesAreWrittenOnlyOnce() {
    add("api", "GET", 200, 100, 7);
    upkeep.run(RETENTION);
    add("api", "GET", 200, 5, 1);
    runAfter(Duration.ofSeconds(10));
    runAfter(Duration.ofMinutes(5));

    assertThat(rows().stream().mapToLong(MetricsRow::count).sum()).isEqualTo(2);
    assertThat(rows().stream().mapToLong(MetricsRow::responseBytes).sum()).isEqualTo(105);
  }

  @Test
  void aFailingJournalIsReportedAndLosesNothing() {
    journal.refusing = true;
    add("api", "GET", 200, 100, 7);
    upkeep.run(RETENTION);
    assertThat(rows()).isEmpty();
    assertThat(notices.codes()).containsExactly("store-full");
    journal.refusing = false;
    runAfter(Duration.ofHours(2));

    assertThat(rows()).singleElement().extracting(MetricsRow::count).isEqualTo(1L);
  }

  @Test
  void exceptionOfTheAdapterIsReportedAndLosesNothing() {
    journal.broken = true;
    add("api", "GET", 200, 100, 7);
    upkeep.run(RETENTION);
    assertThat(notices.reported())
        .singleElement()
        .extracting(Notice::message)
        .asString()
        .contains("wait for the store", "UnsupportedOperationException: not yet");
    journal.broken = false;
    runAfter(Duration.ofHours(2));

    assertThat(rows()).singleElement().extracting(MetricsRow::count).isEqualTo(1L);
  }

  @Test
  void theJournalIsWrittenAtMostEveryTenSeconds() {
    upkeep.run(RETENTION);
    add("api", "GET", 200, 1, 1);
    runAfter(Duration.ofSeconds(9));
    assertThat(rows()).isEmpty();
    runAfter(Duration.ofSeconds(1));
    assertThat(rows()).hasSize(1);
  }

  @Test
  void clockSetBackDoesNotDelayWriting() {
    upkeep.run(RETENTION);
    clock.advance(Duration.ofHours(-2));
    add("api", "GET", 200, 1, 1);
    runAfter(Duration.ofSeconds(10));

    assertThat(rows()).hasSize(1);
  }

  @Test
  void clockSetBackToAMinuteAlreadyWrittenLosesNothing() {
    add("api", "GET", 200, 1, 1);
    upkeep.run(RETENTION);
    runAfter(Duration.ofMinutes(5));
    clock.advance(Duration.ofMinutes(-5));
    add("api", "GET", 200, 1, 1);
    runAfter(Duration.ofSeconds(10));

    assertThat(rows().stream().mapToLong(MetricsRow::count).sum()).isEqualTo(2);
  }

  @Test
  void rowsOlderThanTheRetentionAreRemoved() {
    add("api", "GET", 200, 1, 1);
    upkeep.run(RETENTION);
    runAfter(RETENTION.minusHours(1));
    assertThat(rows()).hasSize(1);
    runAfter(Duration.ofHours(2));
    assertThat(rows()).isEmpty();
  }

  @Test
  void unknownMethodsAndAliasesMakeOneRow() {
    for (int i = 0; i < 100; i++) {
      add(null, "X" + i, 404, 0, 0);
    }
    upkeep.run(RETENTION);

    assertThat(rows())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.domain()).isEqualTo(MetricsRow.NO_DOMAIN);
              assertThat(row.method()).isEqualTo(ExchangeTally.OTHER_METHOD);
              assertThat(row.count()).isEqualTo(100);
            });
  }

  @Test
  void nothingIsLostIfExchangesAreCountedWhileRowsAreWritten() throws Exception {
    int threads = 4;
    int each = 20_000;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> counting = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        counting.add(
            executor.submit(
                () -> {
                  for (int n = 0; n < each; n++) {
                    add("api", "GET", 200, 3, 0);
                  }
                }));
      }
      while (counting.stream().anyMatch(future -> !future.isDone())) {
        upkeep.report();
      }
      for (Future<?> future : counting) {
        future.get();
      }
    } finally {
      executor.shutdownNow();
    }
    upkeep.report();

    assertThat(rows()).singleElement().extracting(MetricsRow::count).isEqualTo(80_000L);
    assertThat(rows()).singleElement().extracting(MetricsRow::responseBytes).isEqualTo(240_000L);
  }

  private final class RefusingJournal implements MetricsJournal {
    private boolean refusing;
    private boolean broken;

    @Override
    public void append(Collection<MetricsRow> batch) {
      if (refusing) {
        throw new StoreException(Kind.FULL, "full");
      }
      if (broken) {
        throw new UnsupportedOperationException("not yet");
      }
      kept.append(batch);
    }

    @Override
    public List<MetricsRow> summarize(Instant from, Instant to) {
      return kept.summarize(from, to);
    }

    @Override
    public long removeBefore(Instant before) {
      return kept.removeBefore(before);
    }
  }
}
