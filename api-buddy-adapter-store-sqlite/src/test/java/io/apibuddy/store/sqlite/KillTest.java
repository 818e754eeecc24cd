package io.apibuddy.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it stores loses at most its last second. */
@Timeout(120)
class KillTest {
  private static final long RUN = Duration.ofMillis(2500).toNanos();
  private static final long GRACE = Duration.ofSeconds(1).toNanos();

  @TempDir Path directory;

  @Test
  void whatWasCommittedASecondBeforeIsWhole() throws Exception {
    Path file = directory.resolve("store.db");
    int durable = 0;
    int last = 0;
    Process child = start(file);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
      String line = Objects.requireNonNull(lines.readLine(), "the child stored nothing");
      long started = System.nanoTime();
      assertThatThrownBy(() -> TestStorage.open(file))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(StoreException.Kind.LOCKED);
                assertThat(e.getMessage()).contains(" process " + child.pid() + ".");
              });
      while (line != null && System.nanoTime() - started < RUN) {
        last = Integer.parseInt(line);
        durable = System.nanoTime() - started < RUN - GRACE ? last : durable;
        line = lines.readLine();
      }
    } finally {
      child.destroyForcibly();
      assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(durable).isPositive();
    assertThat(child.exitValue()).isNotZero();
    assertThat(TestStorage.query(file, "PRAGMA integrity_check")).isEqualTo("ok");
    assertWhole(file, durable, last);
  }

  private static void assertWhole(Path file, int durable, int last)
      throws IOException, SQLException {
    try (Storage storage = TestStorage.open(file)) {
      long found = 0;
      // The child may have gone on a little after the last line that was read.
      for (int number = 0; number <= last + 1000; number++) {
        Optional<byte[]> content = read(storage.responses(), number);
        assertThat(content.isPresent() || number > durable).as("entry %d", number).isTrue();
        if (content.isPresent()) {
          found++;
          assertThat(Arrays.equals(content.get(), KilledWriter.content(number)))
              .as("content of %d", number)
              .isTrue();
        }
      }
      StoreStats stats =
          Objects.requireNonNull(storage.responses().stats(Instant.now()).get("a"), "no stats");
      assertThat(stats.entries()).isEqualTo(found);
    }
    assertThat(
            TestStorage.query(
                file,
                "SELECT count(*) FROM entry_chunks"
                    + " WHERE entry_id NOT IN (SELECT id FROM cache_entries)"))
        .isEqualTo("0");
  }

  private static Optional<byte[]> read(ResponseStore store, int number) throws IOException {
    List<StoredResponse> found = store.candidates(TestStorage.key(KilledWriter.target(number)));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (Body body = store.body(found.get(0).id(), 0).orElseThrow()) {
      return Optional.of(body.stream().readAllBytes());
    }
  }

  private Process start(Path file) throws IOException {
    String java = ProcessHandle.current().info().command().orElseThrow();
    return new ProcessBuilder(
            java,
            "-Xmx128m",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            KilledWriter.class.getName(),
            file.toString())
        .redirectError(directory.resolve("child.err").toFile())
        .start();
  }
}
