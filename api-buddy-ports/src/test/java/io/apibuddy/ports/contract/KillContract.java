package io.apibuddy.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StorageProvider;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredResponse;
import java.io.BufferedReader;
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

/**
 * Contract test for a process that is killed while it stores: everything but the last second
 * survives intact, and every recording that was committed.
 */
public interface KillContract {
  /** How long the process stores, in nanoseconds. */
  long RUN = Duration.ofMillis(2500).toNanos();

  /** How much of that time may be lost, in nanoseconds. */
  long GRACE = Duration.ofSeconds(1).toNanos();

  /** Returns the engine's provider, whose class and constructor must be public. */
  StorageProvider provider();

  /** Checks the files that the killed process left, before anything opens them. */
  default void checkWhatIsLeft(Path place) throws Exception {}

  /** Checks the files after the storage was opened and closed again. */
  default void checkWhatIsClosed(Path place) throws Exception {}

  /**
   * The process holds the lock when it is killed, and leaves no wrong or incomplete entry, nor one
   * that it has removed durably.
   */
  @Test
  @Timeout(120)
  default void entriesCommittedASecondBeforeAKillSurviveIntact(@TempDir Path directory)
      throws Exception {
    Path place = directory.resolve("store");
    int durable = 0;
    int last = 0;
    Process child =
        new ProcessBuilder(KilledWriter.command(provider().getClass(), place))
            .redirectError(directory.resolve("child.err").toFile())
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
      String line = Objects.requireNonNull(lines.readLine(), "the child stored nothing");
      assertThatThrownBy(() -> open(place, new RecordingNotices()).close())
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.LOCKED))
          .hasMessageContaining(" process " + child.pid() + ".");
      ProgressClock clock = new ProgressClock();
      for (long run = 0; line != null && run < RUN; run = clock.tick()) {
        last = Integer.parseInt(line);
        durable = run < RUN - GRACE ? last : durable;
        line = lines.readLine();
      }
    } finally {
      child.destroyForcibly();
      assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(durable).isPositive();
    assertThat(child.exitValue()).isNotZero();
    checkWhatIsLeft(place);
    assertEntriesIntact(place, durable, last);
    checkWhatIsClosed(place);
  }

  private Storage open(Path place, RecordingNotices notices) {
    return KilledWriter.open(provider(), place, notices);
  }

  private void assertEntriesIntact(Path place, int durable, int last) {
    RecordingNotices notices = new RecordingNotices();
    try (Storage storage = open(place, notices)) {
      long found = 0;
      // The process may have gone on a little after the last line that was read.
      for (int number = 0; number <= last + 10_000; number++) {
        List<StoredResponse> entries = storage.responses().candidates(KilledWriter.key(number));
        if (KilledWriter.isRemoved(number)) {
          assertThat(entries.isEmpty() || number >= last).as("removal of %d", number).isTrue();
        } else {
          int survives = KilledWriter.isRecorded(number) ? last : durable;
          assertThat(entries.size() == 1 || number > survives).as("entry %d", number).isTrue();
        }
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
}
