package io.apibuddy.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.apibuddy.ports.contract.KilledWriter;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoredResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that a write that the disk refuses is never reported as stored; needs strace. */
@Tag("any-jvm")
@Timeout(120)
class InjectedErrorTest {
  private static final Path STRACE = Path.of("/usr/bin/strace");

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"pwrite64, ENOSPC, 100, SQLITE_FULL", "pwrite64, EIO, 100, SQLITE_IOERR"})
  void writeErrorIsReportedToTheCallerAndTheFileStaysIntact(
      String call, String error, int first, String expected) throws Exception {
    assumeThat(Files.isExecutable(STRACE)).as("strace is there").isTrue();
    Path file = directory.toRealPath().resolve("store.db");
    Path complaints = directory.resolve("child.err");
    List<String> command = new ArrayList<>(List.of(STRACE.toString(), "-f", "-qq", "-o"));
    command.add(directory.resolve("strace.log").toString());
    command.addAll(List.of("-P", file + "-wal", "-e", "trace=" + call));
    command.addAll(List.of("-e", "inject=" + call + ":error=" + error + ":when=" + first + "+"));
    command.addAll(KilledWriter.command(SqliteStorageProvider.class, file));
    Process child =
        new ProcessBuilder(command)
            .redirectOutput(directory.resolve("child.out").toFile())
            .redirectError(complaints.toFile())
            .start();
    try {
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).as("the child ended").isTrue();
    } finally {
      child.destroyForcibly();
    }

    assertThat(child.exitValue()).isNotZero();
    assertThat(Files.readString(complaints)).contains("StoreException", expected);
    assertThat(TestStorage.query(file, "PRAGMA integrity_check")).isEqualTo("ok");
    try (Storage storage = TestStorage.open(file)) {
      for (int number = 0; number < 1000; number++) {
        List<StoredResponse> found = storage.responses().candidates(KilledWriter.key(number));
        for (StoredResponse entry : found) {
          assertThat(entry.length()).isEqualTo(KilledWriter.content(number).length);
        }
      }
    }
  }
}
