package io.apibuddy.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.store.ConfigHistory;
import io.apibuddy.ports.store.ConfigRevision;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Contract tests for {@link ConfigHistory}: it keeps every configuration, in order. */
public interface ConfigHistoryContract extends StorageFactory {

  /** The time of the first configuration. */
  Instant AT = Instant.parse("2026-01-01T00:00:00.123Z");

  @Test
  default void emptyHistoryHasNoLatestRevision(StorageFixture fixture) {
    assertThat(fixture.storage().configHistory().latest()).isEmpty();
    assertThat(fixture.storage().configHistory().list(10)).isEmpty();
  }

  @Test
  default void revisionNumbersCountUpFromOne(StorageFixture fixture) {
    ConfigHistory history = fixture.storage().configHistory();
    String document = "{\"name\": \"gr\u00f6\u00dfer \ud83d\ude00\"}" + " ".repeat(100_000);

    assertThat(history.append(AT, "cli", "{}")).isEqualTo(new ConfigRevision(1, AT, "cli", "{}"));
    assertThat(history.append(AT, "api", document).number()).isEqualTo(2);
    assertThat(history.latest()).contains(new ConfigRevision(2, AT, "api", document));
  }

  @Test
  default void theLatestRevisionsAreListedFirst(StorageFixture fixture) {
    ConfigHistory history = fixture.storage().configHistory();
    for (int i = 1; i <= 5; i++) {
      history.append(AT.plusSeconds(-i), "file", "{\"i\": " + i + "}");
    }

    assertThat(history.list(3)).extracting(ConfigRevision::number).containsExactly(5L, 4L, 3L);
    assertThat(history.list(100)).hasSize(5);
    assertThat(history.list(0)).isEmpty();
    assertThat(history.list(1)).isEqualTo(List.of(history.latest().orElseThrow()));
  }

  @Test
  default void returnedListDoesNotChangeWhenARevisionIsAppended(StorageFixture fixture) {
    ConfigHistory history = fixture.storage().configHistory();
    history.append(AT, "cli", "{}");
    List<ConfigRevision> before = history.list(10);
    history.append(AT, "api", "{}");

    assertThat(before).containsExactly(new ConfigRevision(1, AT, "cli", "{}"));
  }

  @Test
  default void concurrentlyAppendedRevisionsGetDistinctConsecutiveNumbers(StorageFixture fixture)
      throws Exception {
    ConfigHistory history = fixture.storage().configHistory();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Void> writer =
          () -> {
            for (int i = 0; i < 10; i++) {
              history.append(AT, "api", "{}");
            }
            return null;
          };
      for (Future<Void> done : threads.invokeAll(Collections.nCopies(4, writer))) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(history.list(100))
        .extracting(ConfigRevision::number)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, 40).map(number -> 41 - number).boxed().toList());
  }

  @Test
  default void oldestRevisionsAreDroppedBeyondTheMaximum(StorageFixture fixture) {
    ConfigHistory history = fixture.storage().configHistory();
    for (int i = 1; i <= ConfigHistory.MAX_REVISIONS + 2; i++) {
      history.append(AT, "api", "{}");
    }

    assertThat(history.list(ConfigHistory.MAX_REVISIONS + 10))
        .hasSize(ConfigHistory.MAX_REVISIONS)
        .last()
        .returns(3L, ConfigRevision::number);
  }

  @Test
  default void callsOnAClosedHistoryFailAsClosed(StorageFixture fixture) {
    ConfigHistory history = fixture.storage().configHistory();
    fixture.storage().close();

    ClosedAssertions.assertFailAsClosed(
        () -> history.append(AT, "cli", "{}"), history::latest, () -> history.list(1));
  }
}
