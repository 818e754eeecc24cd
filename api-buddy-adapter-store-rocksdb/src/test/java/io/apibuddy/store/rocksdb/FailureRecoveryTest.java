package io.apibuddy.store.rocksdb;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.contract.ManualTicker;
import io.apibuddy.ports.contract.RecordingNotices;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a store whose engine refuses all writes is reopened by itself. */
@Timeout(60)
class FailureRecoveryTest {
  @TempDir Path parent;
  private final RecordingNotices notices = new RecordingNotices();
  private final ManualTicker ticker = new ManualTicker(0);

  @Test
  void storeWhoseDirectoryWasDeletedIsReopenedAndStoresAgain() {
    Path directory = parent.resolve("store");
    for (int opening = 1; opening < 5; opening++) {
      TestStorage.open(directory).close();
    }
    byte[] secret;
    Place after;
    try (RocksDbStorage storage =
        TestStorage.open(TestStorage.settings(directory), notices, ticker)) {
      secret = storage.secret();
      TestStorage.store(storage, "a", "/before", new byte[1000]);
      EntrySelector.ByTarget emptied = new EntrySelector.ByTarget("a", "GET", "/emptied");
      storage.responses().remove(emptied);
      assertThat(storage.responses().lacks(emptied)).isTrue();
      delete(directory);
      assertThat(breakDown(storage)).isEqualTo(StoreException.Kind.IO);

      ticker.advance(Duration.ofSeconds(10));
      await()
          .ignoreExceptionsInstanceOf(StoreException.class)
          .until(() -> TestStorage.store(storage, "a", "/after", new byte[1000]).length() == 1000);
      assertThat(notices.codes()).containsOnlyOnce("store-reopened");
      assertThat(notices.reported())
          .extracting(Notice::message)
          .contains(directory + " was reopened, because no write succeeded for 10 s.");
      assertThat(storage.responses().lacks(emptied)).as("the reopened files may differ").isFalse();
      assertThat(storage.responses().candidates(Entries.key("a", "/before"))).isEmpty();
      assertThat(storage.secret()).isEqualTo(secret);
      after = place(storage, "/after");
      await().until(() -> KeySweepTest.knownAbsentKeys(storage) > 90);
      assertThat(storage.responses().lacks(Entries.key("a", "/after"))).isFalse();
    }
    try (Storage storage = TestStorage.open(directory)) {
      assertThat(storage.secret()).isEqualTo(secret);
      TestStorage.store(storage, "a", "/later", new byte[1000]);
      assertThat(place(storage, "/later").number()).isGreaterThan(after.number());
    }
  }

  @Test
  void foreignFileAtTheDatabasePathStaysAndThePathIsUsedOnceItIsFree() throws IOException {
    Path directory = parent.resolve("store");
    try (RocksDbStorage storage =
        TestStorage.open(TestStorage.settings(directory), notices, ticker)) {
      delete(directory);
      assertThat(breakDown(storage)).isEqualTo(StoreException.Kind.IO);
      Files.writeString(directory, "precious");

      ticker.advance(Duration.ofSeconds(10));
      await().until(() -> notices.codes().contains("store-gone"));
      assertThat(breakDown(storage)).isEqualTo(StoreException.Kind.IO);
      assertThat(directory).hasContent("precious");

      Files.delete(directory);
      ticker.advance(Duration.ofSeconds(10));
      await()
          .ignoreExceptionsInstanceOf(StoreException.class)
          .until(() -> TestStorage.store(storage, "a", "/after", new byte[1000]).length() == 1000);
      assertThat(notices.codes()).containsSubsequence("store-gone", "store-reopened");
      assertThatThrownBy(() -> TestStorage.open(directory).close())
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.LOCKED));
    }
    try (Storage storage = TestStorage.open(directory)) {
      assertThat(storage.responses().candidates(Entries.key("a", "/after"))).hasSize(1);
    }
  }

  private static Place place(Storage storage, String target) {
    return Place.of(storage.responses().candidates(Entries.key("a", target)).get(0).id())
        .orElseThrow();
  }

  /** Flushes and stores until the engine refuses; returns the kind of failure. */
  private static StoreException.Kind breakDown(RocksDbStorage storage) {
    return await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10)) // the engine's thread writes behind
        .until(() -> failure(storage), Optional::isPresent)
        .orElseThrow();
  }

  private static Optional<StoreException.Kind> failure(RocksDbStorage storage) {
    try {
      storage.engine().read(Database::flush);
    } catch (StoreException expected) {
      // The next write fails in the same way.
    }
    try {
      TestStorage.store(storage, "a", "/x", new byte[10]);
      return Optional.empty();
    } catch (StoreException e) {
      return Optional.of(e.kind());
    }
  }

  /** Deletes the directory while the engine may still delete and write files in it. */
  private static void delete(Path directory) {
    await()
        .ignoreExceptionsInstanceOf(DirectoryNotEmptyException.class)
        .until(
            () -> {
              try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                  Files.deleteIfExists(file);
                }
              }
              return Files.deleteIfExists(directory);
            });
  }
}
