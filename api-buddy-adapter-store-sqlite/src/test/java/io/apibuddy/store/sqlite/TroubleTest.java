package io.apibuddy.store.sqlite;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.contract.RecordingNotices;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreCapacity;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a store in trouble reports it, goes on reading and recovers by itself. */
@Timeout(120)
class TroubleTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @TempDir Path directory;

  @Test
  void fullStoreReportsItGoesOnReadingAndRecovers() {
    Path file = directory.resolve("store.db");
    RecordingNotices notices = new RecordingNotices();
    try (SqliteStorage storage = TestStorage.open(file, notices)) {
      TestStorage.store(storage, "/before", TestStorage.content("/before", 1000));
      limitPages(storage, 30); // 240 KiB: one more entry of 200 kB finds no room
      await()
          .atMost(TIMEOUT)
          .until(() -> attempt(storage, "/big").filter(kind -> kind == Kind.FULL).isPresent());

      assertThat(storage.responses().candidates(TestStorage.key("/before"))).hasSize(1);
      // A failed call needs no notice: notices report failures in the background.
      assertThat(notices.codes()).filteredOn("store-full"::equals).hasSizeLessThanOrEqualTo(1);
      limitPages(storage, 1_000_000);
      await().atMost(TIMEOUT).until(() -> attempt(storage, "/after").isEmpty());
    }

    try (Storage storage = TestStorage.open(file)) {
      assertThat(storage.responses().candidates(TestStorage.key("/before"))).hasSize(1);
      assertThat(storage.responses().candidates(TestStorage.key("/after"))).hasSize(1);
    }
  }

  @Test
  void entryThatCouldNotBeWrittenDisappearsWithANotice() {
    RecordingNotices notices = new RecordingNotices();
    try (SqliteStorage storage = TestStorage.open(directory.resolve("store.db"), notices)) {
      limitPages(storage, 1);
      TestStorage.store(storage, "/x", TestStorage.content("/x", 60_000));

      await()
          .atMost(TIMEOUT)
          .until(() -> storage.responses().candidates(TestStorage.key("/x")).isEmpty());
      await().atMost(TIMEOUT).until(() -> !notices.codes().isEmpty());
      assertThat(notices.codes()).containsExactly("store-full");
    }
  }

  @Test
  void removalThatCouldNotBeWrittenBeforeCloseIsReported() throws SQLException {
    Path file = directory.resolve("store.db");
    RecordingNotices notices = new RecordingNotices();
    try (Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = foreign.createStatement()) {
      try (SqliteStorage storage = TestStorage.open(file, notices)) {
        TestStorage.store(storage, "/x", TestStorage.content("/x", 1000));
        storage.metrics().removeBefore(Instant.EPOCH);
        statement.execute("BEGIN IMMEDIATE");
        assertThat(storage.responses().remove(EntrySelector.ALL)).isEqualTo(1);
        assertThat(storage.responses().candidates(TestStorage.key("/x"))).isEmpty();
      }
      assertThat(notices.codes()).contains("store-removal-lost");
    }
  }

  @Test
  void temporaryLackOfMemoryDoesNotEndTheWriterThread() {
    try (SqliteStorage storage = TestStorage.open(directory.resolve("store.db"))) {
      CountDownLatch failed = new CountDownLatch(1);
      storage
          .writer()
          .submit(
              new Operation() {
                @Override
                public void apply(Statements statements) {
                  throw new OutOfMemoryError("expected");
                }

                @Override
                public void failed(StoreException failure) {
                  failed.countDown();
                  throw new OutOfMemoryError("expected");
                }
              });
      storage
          .writer()
          .addPeriodicTask(
              () -> {
                throw new OutOfMemoryError("expected");
              });

      await().atMost(TIMEOUT).until(() -> failed.getCount() == 0);
      await().atMost(TIMEOUT).until(() -> attempt(storage, "/after").isEmpty());
    }
  }

  @Test
  void callbackOfAnOperationRunsThoughThatOfAnEarlierOneFails() {
    try (SqliteStorage storage = TestStorage.open(directory.resolve("store.db"))) {
      CountDownLatch queued = new CountDownLatch(1);
      CountDownLatch called = new CountDownLatch(1);
      Runnable failing =
          () -> {
            throw new OutOfMemoryError("expected");
          };
      Query<Boolean> nothing = statements -> true;
      storage.writer().submit(new AwaitedOperation<>(unused -> awaits(queued), false, () -> {}));
      storage.writer().submit(new AwaitedOperation<>(nothing, false, failing));
      storage.writer().submit(new AwaitedOperation<>(nothing, false, called::countDown));
      queued.countDown();

      await().atMost(TIMEOUT).until(() -> called.getCount() == 0);
    }
  }

  private static boolean awaits(CountDownLatch latch) {
    try {
      return latch.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void writerGoesOnAfterAFailureWhileIdle() throws SQLException {
    Connection connection = Pragmas.open(directory.resolve("store.db"));
    Pragmas.leaveTransactionsToCaller(connection);
    CountDownLatch failed = new CountDownLatch(1);
    InvocationHandler failing =
        (proxy, method, arguments) -> {
          if (method.getName().equals("prepareStatement")
              && arguments[0].equals("SELECT total_changes()")) {
            failed.countDown();
            throw new OutOfMemoryError("expected");
          }
          return method.invoke(connection, arguments);
        };
    Writer writer =
        new Writer(
            (Connection)
                Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, failing),
            TIMEOUT);
    writer.start();
    try {
      await().atMost(TIMEOUT).until(() -> failed.getCount() == 0);
      assertThat(writer.<Boolean>call(statements -> true, false)).isTrue();
    } finally {
      writer.close();
    }
  }

  @Test
  void foreignLockDelaysWritersForTheirBudgetAndReadersNotAtAll() throws SQLException {
    Path file = directory.resolve("store.db");
    try (SqliteStorage storage = TestStorage.open(file)) {
      TestStorage.store(storage, "/before", TestStorage.content("/before", 1000));
      storage.metrics().removeBefore(Instant.EPOCH);
      storage.reconfigure(
          Settings.of(
              Map.of("database_path", file.toString(), "store_budget", Duration.ofMillis(50))));
      try (Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + file);
          Statement statement = foreign.createStatement()) {
        assertThat(storage.responses().acceptsAtOnce(1 << 20)).isTrue();
        assertThat(storage.responses().acceptsAtOnce(1 << 30))
            .as("more than the queue holds")
            .isFalse();
        statement.execute("BEGIN IMMEDIATE");
        try (EntryWriter writer = storage.responses().begin(TestStorage.draft("/big"))) {
          byte[] chunk = new byte[1 << 20];
          assertThatThrownBy(
                  () -> {
                    for (int megabyte = 0; megabyte < 64; megabyte++) {
                      writer.write(ByteBuffer.wrap(chunk));
                    }
                  })
              .isInstanceOfSatisfying(
                  StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BUSY));
        }
        assertThat(storage.responses().acceptsAtOnce(0)).isFalse();
        assertThatThrownBy(() -> storage.responses().holdsLessThan(StoreCapacity.DEFAULT))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("within 50 ms");
        assertThat(storage.responses().candidates(TestStorage.key("/before"))).hasSize(1);
        statement.execute("ROLLBACK");
      }

      await().atMost(TIMEOUT).until(() -> attempt(storage, "/after").isEmpty());
      await().atMost(TIMEOUT).until(() -> storage.responses().acceptsAtOnce(1 << 20));
    }
  }

  private static void limitPages(SqliteStorage storage, int pages) {
    storage
        .writer()
        .call(
            statements -> {
              statements.execute("PRAGMA max_page_count = " + pages);
              return true;
            },
            false);
  }

  /** Stores an entry in several chunks and returns the kind of failure, if any. */
  private static Optional<Kind> attempt(Storage storage, String target) {
    try {
      TestStorage.store(storage, target, TestStorage.content(target, 200_000));
      return Optional.empty();
    } catch (StoreException e) {
      return Optional.of(e.kind());
    }
  }
}
