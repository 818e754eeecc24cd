package io.apibuddy.bootstrap.system;

import static io.apibuddy.bootstrap.system.Installation.ANSWERS;
import static io.apibuddy.bootstrap.system.Installation.hits;
import static io.apibuddy.bootstrap.system.Installation.stop;
import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of the store of a running product, for both engines. */
@Timeout(120)
@Tag("faults")
class StoreFaultsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Path STRACE = Path.of("/usr/bin/strace");

  @TempDir Path home;
  @AutoClose private NumberedApi api;

  @BeforeEach
  void startTheApi() throws Exception {
    api = new NumberedApi();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "rocksdb"})
  void secondProcessIsRefusedNamingTheOneThatUsesTheStore(String engine) throws Exception {
    Installation site = new Installation(home, engine, api);
    try (ProxyProcess first = site.start()) {
      assertThat(hits(first)).isZero();

      assertThat(site.refusal()).contains("in use by process " + first.pid());

      assertThat(hits(first)).isEqualTo(ANSWERS);
      assertThat(stop(first)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "rocksdb"})
  void aCopyOfTheFilesOfARunningStoreCanBeRestored(String engine) throws Exception {
    Installation site = new Installation(home.resolve("original"), engine, api);
    try (ProxyProcess process = site.start()) {
      assertThat(hits(process)).isZero();
      assertThat(hits(process)).isEqualTo(ANSWERS);

      site.copyTo(home.resolve("copy")).assertComplete();

      assertThat(hits(process)).isEqualTo(ANSWERS);
      assertThat(stop(process)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"sqlite, store.lock", "rocksdb, store/api-buddy.pid"})
  void fileSystemWithoutLocksIsRefused(String engine, String lock) throws Exception {
    assumeThat(Files.isExecutable(STRACE)).as("strace is there").isTrue();
    Installation site = new Installation(home, engine, api);

    String message =
        site.refusal(
            STRACE.toString(),
            "-D", // the product keeps the process id
            "-f",
            "-qq",
            "-o",
            home.resolve("calls").toString(),
            "-P",
            site.data().resolve(lock).toString(),
            "-e",
            "trace=fcntl",
            "-e",
            "inject=fcntl:error=ENOLCK");

    assertThat(message).contains("cannot lock", lock, "database_path");
  }

  /** Both engines write an entry to their write-ahead log first. */
  @ParameterizedTest
  @CsvSource({
    "sqlite, ENOSPC, 1+",
    "sqlite, EROFS, 1+",
    "sqlite, EIO, 2+3",
    "rocksdb, ENOSPC, 1+",
    "rocksdb, EIO, 2+3"
  })
  void failedWritesAffectOnlyCachingAndRecoverWithoutARestart(
      String engine, String error, String when) throws Exception {
    Installation site = new Installation(home, engine, api);
    try (ProxyProcess process = site.start()) {
      try (FailingDisk disk =
          FailingDisk.writes(process, site.log(), error, when, home.resolve("calls"))) {
        assertThat(hits(process)).isZero();
        await()
            .atMost(TIMEOUT)
            .until(() -> disk.hasRefused() && !Installation.warnings(process).isEmpty());
      }

      await().atMost(TIMEOUT).until(() -> hits(process) == ANSWERS);
      assertThat(stop(process)).hasSizeLessThan(5);
    }
    site.assertComplete();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "rocksdb"})
  void deletingTheFilesOfARunningStoreLosesOnlyItsEntries(String engine) throws Exception {
    Installation site = new Installation(home, engine, api);
    try (ProxyProcess process = site.start()) {
      assertThat(hits(process)).isZero();
      MoreFiles.deleteDirectoryContents(site.data(), RecursiveDeleteOption.ALLOW_INSECURE);

      hits(process);
      await()
          .atMost(TIMEOUT)
          .until(() -> hits(process) == ANSWERS || !Installation.warnings(process).isEmpty());
      assertThat(stop(process)).hasSizeLessThanOrEqualTo(1);
    }
    assertThat(site.assertUsable()).isZero();
    site.assertComplete();
  }
}
