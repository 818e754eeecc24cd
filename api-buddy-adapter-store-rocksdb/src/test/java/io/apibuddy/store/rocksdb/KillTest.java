package io.apibuddy.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.contract.RecordingNotices;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
    Path store = directory.resolve("store");
    int durable = 0;
    int last = 0;
    Process child = start(store);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
      String line = Objects.requireNonNull(lines.readLine(), "the child stored nothing");
      assertThatThrownBy(() -> TestStorage.open(store).close())
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.LOCKED))
          .hasMessageContaining(" process " + child.pid() + ".");
      long started = System.nanoTime();
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
    assertWhole(store, durable, last);
  }

  private static void assertWhole(Path store, int durable, int last) {
    RecordingNotices notices = new RecordingNotices();
    try (Storage storage = TestStorage.open(store, notices)) {
      long found = 0;
      // The child may have gone on a little after the last line that was read.
      for (int number = 0; number <= last + 1000; number++) {
        List<StoredResponse> entries =
            storage.responses().candidates(Entries.key("a", KilledWriter.target(number)));
        assertThat(entries.size() == 1 || number > durable).as("entry %d", number).isTrue();
        for (StoredResponse entry : entries) {
          found++;
          byte[] content = Entries.read(storage.responses().body(entry.id(), 0).orElseThrow());
          assertThat(Arrays.equals(content, KilledWriter.content(number)))
              .as("content of %d", number)
              .isTrue();
        }
      }
      StoreStats stats = storage.responses().stats(Instant.now()).get("a");
      assertThat(Objects.requireNonNull(stats).entries()).isEqualTo(found);
    }
    assertThat(notices.reported()).isEmpty();
  }

  private Process start(Path store) throws IOException {
    String java = ProcessHandle.current().info().command().orElseThrow();
    return new ProcessBuilder(
            java,
            "-Xmx128m",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            KilledWriter.class.getName(),
            store.toString())
        .redirectError(directory.resolve("child.err").toFile())
        .start();
  }
}
