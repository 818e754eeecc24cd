package io.apibuddy.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoredResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the disk refuses is never said to be stored; needs strace. */
@Timeout(120)
class InjectedErrorTest {
  private static final Path STRACE = Path.of("/usr/bin/strace");

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"pwrite64, ENOSPC, 100, SQLITE_FULL", "pwrite64, EIO, 100, SQLITE_IOERR"})
  void theCallerIsToldAndTheFileStaysWhole(String call, String error, int first, String told)
      throws Exception {
    assumeThat(Files.isExecutable(STRACE)).as("strace is there").isTrue();
    Path file = directory.toRealPath().resolve("store.db");
    Path complaints = directory.resolve("child.err");
    Process child =
        new ProcessBuilder(
                STRACE.toString(),
                "-f",
                "-qq",
                "-o",
                directory.resolve("strace.log").toString(),
                "-P",
                file + "-wal",
                "-e",
                "trace=" + call,
                "-e",
                "inject=" + call + ":error=" + error + ":when=" + first + "+",
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx128m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                KilledWriter.class.getName(),
                file.toString())
            .redirectOutput(directory.resolve("child.out").toFile())
            .redirectError(complaints.toFile())
            .start();
    try {
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).as("the child was told").isTrue();
    } finally {
      child.destroyForcibly();
    }

    assertThat(child.exitValue()).isNotZero();
    assertThat(Files.readString(complaints)).contains("StoreException", told);
    assertThat(TestStorage.query(file, "PRAGMA integrity_check")).isEqualTo("ok");
    try (Storage storage = TestStorage.open(file)) {
      for (int number = 0; number < 1000; number++) {
        List<StoredResponse> found =
            storage.responses().candidates(TestStorage.key(KilledWriter.target(number)));
        for (StoredResponse entry : found) {
          assertThat(entry.length()).isEqualTo(KilledWriter.content(number).length);
        }
      }
    }
  }
}
