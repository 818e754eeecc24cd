package io.apibuddy.bootstrap.system;

import static io.apibuddy.bootstrap.system.Installation.ANSWERS;
import static io.apibuddy.bootstrap.system.Installation.content;
import static io.apibuddy.bootstrap.system.Installation.hits;
import static io.apibuddy.bootstrap.system.Installation.stop;
import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The product with SQLite files that are damaged, locked, or refused by the disk. */
@Timeout(120)
@Tag("faults")
class SqliteFaultsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int ROUNDS = 5;
  private static final Path STRACE = Path.of("/usr/bin/strace");
  private static final int PAGE = 8192;
  private static final int HEADER = 100;
  private static final int MUCH = 100_000;

  @TempDir static Path shared;
  @AutoClose private static NumberedApi api;
  private static Installation stopped;
  private static Installation killed;

  @TempDir Path home;

  @BeforeAll
  static void fillTheStores() throws Exception {
    api = new NumberedApi();
    stopped = new Installation(shared.resolve("stopped"), "sqlite", api);
    try (ProxyProcess process = stopped.start()) {
      assertThat(hits(process)).isZero();
      assertThat(stop(process)).isEmpty();
    }
    killed = new Installation(shared.resolve("killed"), "sqlite", api);
    try (ProxyProcess process = killed.start()) {
      assertThat(hits(process)).isZero();
      process.kill();
    }
  }

  @Test
  void fileWithOverwrittenHeaderIsMovedAside() throws Exception {
    Installation site = stopped.copyTo(home);
    FileDamage.withNoise(site.store(), 0, HEADER);

    site.assertReplaced();
  }

  @Test
  void aTruncatedFileIsMovedAside() throws Exception {
    Installation site = stopped.copyTo(home);
    FileDamage.truncate(site.store(), Files.size(site.store()) / 2);

    site.assertReplaced();
  }

  @Test
  void writeAheadLogOfRandomBytesIsIgnored() throws Exception {
    Installation site = stopped.copyTo(home);
    FileDamage.withNoise(site.beside("-wal"), 0, MUCH);

    site.assertComplete();
  }

  @Test
  void damagedWriteAheadLogOfAKilledProcessLosesOnlyLaterEntries() throws Exception {
    Installation site = killed.copyTo(home);
    FileDamage.withNoise(site.beside("-wal"), Files.size(site.beside("-wal")) / 2, PAGE);

    assertThat(site.assertUsable()).isBetween(1, ANSWERS - 1);
  }

  @Test
  void storeOpensAfterTheWriteAheadLogOfAKilledProcessIsDeleted() throws Exception {
    Installation site = killed.copyTo(home);
    Files.delete(site.beside("-wal"));

    assertThat(site.assertUsable()).isLessThan(ANSWERS);
  }

  @Test
  void emptyFileIsOpenedAsANewStore() throws Exception {
    Installation site = new Installation(home, "sqlite", api);
    Files.createFile(site.store());

    assertThat(site.assertUsable()).isZero();
  }

  @Test
  void entriesInAnOverwrittenPageAreFetchedAgain() throws Exception {
    Installation site = stopped.copyTo(home);
    byte[] first = NumberedContent.of(Installation.FIRST, 1);
    long page = FileDamage.find(site.store(), first) / PAGE * PAGE;
    FileDamage.withNoise(site.store(), page, PAGE);

    try (ProxyProcess process = site.start()) {
      assertThat(hits(process)).isBetween(1, ANSWERS - 1);
      hits(process);
      assertThat(stop(process)).singleElement().asString().contains("malformed", "fetched again");
    }
  }

  @Test
  void directoryInPlaceOfTheStoreFileIsRefused() throws Exception {
    Installation site = new Installation(home, "sqlite", api);
    Files.createDirectory(site.store());

    assertThat(site.refusal()).contains("is a directory", "database_path");
  }

  @Test
  void newerSchemaVersionIsRefusedAndLeftUntouched() throws Exception {
    Installation site = stopped.copyTo(home);
    try (Connection connection = connect(site);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = 9999");
    }
    Map<String, ByteBuffer> before = content(site.store());

    assertThat(site.refusal()).contains("schema version 9999", "versions up to ");
    assertThat(content(site.store())).isEqualTo(before);
  }

  @Test
  void answersComeFromUpstreamWhileAnotherProcessHoldsTheLock() throws Exception {
    Installation site = new Installation(home, "sqlite", api);
    Map<String, String> impatient = Map.of("API_BUDDY_CACHE_STORE_BUDGET", "50ms");
    try (ProxyProcess process = site.launch(impatient).awaitStart();
        Connection connection = connect(site);
        Statement statement = connection.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      hits(process); // would never end if one of them waited for the lock
      statement.execute("ROLLBACK");

      await().atMost(TIMEOUT).until(() -> hits(process) == ANSWERS);
      stop(process);
    }
    site.assertComplete();
  }

  @Test
  void failedLogSyncDoesNotEndTheProxyAndCachingRecovers() throws Exception {
    assumeThat(Files.isExecutable(STRACE)).as("strace is there").isTrue();
    Installation site = new Installation(home, "sqlite", api);
    Path calls = home.resolve("calls");
    // Calls are counted by thread: the one that opens the file makes only the first.
    String[] tracer = failingSyncs("2..4", calls, site.beside("-wal"));
    try (ProxyProcess process = site.launch(Map.of(), tracer).awaitStart()) {
      // The log is synced when the writer was idle for a second and checkpoints it, and again when
      // the log is restarted. Requests wake the writer up, so each round waits for the next sync.
      for (int round = 0; round < ROUNDS && !injected(calls); round++) {
        long before = syncs(calls);
        hits(process);
        await().atMost(TIMEOUT).until(() -> syncs(calls) > before);
      }
      await().atMost(TIMEOUT).until(() -> injected(calls));
      await().atMost(TIMEOUT).until(() -> hits(process) == ANSWERS);
      stop(process);
    }
    site.assertComplete();
  }

  @Test
  void failedSyncAtTheStartRefusesTheStore() throws Exception {
    assumeThat(Files.isExecutable(STRACE)).as("strace is there").isTrue();
    Installation site = new Installation(home, "sqlite", api);
    Path calls = home.resolve("calls");

    String message =
        site.refusal(
            failingSyncs("1+", calls, site.store(), site.beside("-wal"), site.beside("-journal")));

    assertThat(message).contains("cannot open " + site.store(), "SQLITE_IOERR_FSYNC");
    assertThat(injected(calls)).isTrue();
    assertThat(site.assertUsable()).isZero();
  }

  /** Returns a prefix that makes syncs of some files fail; the product keeps its process id. */
  private static String[] failingSyncs(String when, Path calls, Path... files) {
    List<String> command = new ArrayList<>(List.of(STRACE.toString(), "-D", "-f", "-qq", "-o"));
    command.add(calls.toString());
    for (Path file : files) {
      command.addAll(List.of("-P", file.toString()));
    }
    command.addAll(List.of("-e", "trace=fdatasync,fsync", "-e", "signal=none"));
    command.addAll(List.of("-e", "inject=fdatasync,fsync:error=EIO:when=" + when));
    return command.toArray(String[]::new);
  }

  private static long syncs(Path calls) throws IOException {
    try (Stream<String> lines = Files.lines(calls)) {
      return lines.filter(line -> line.contains("sync(")).count();
    }
  }

  private static boolean injected(Path calls) throws IOException {
    return Files.readString(calls).contains("(INJECTED)");
  }

  private static Connection connect(Installation site) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + site.store());
  }
}
