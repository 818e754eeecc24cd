package io.apibuddy.store.rocksdb;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.DraftBuilder;
import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the keys in the directory are read after the start, which does not wait for them. */
@Timeout(60)
class KeySweepTest {
  private static final int SEVERAL_STEPS = 3_000;

  @TempDir Path directory;

  @Test
  void allKeysOfAStoreAreReadInSteps() {
    try (Storage storage = TestStorage.open(directory)) {
      for (int i = 0; i < SEVERAL_STEPS; i++) {
        try (EntryWriter writer =
            storage.responses().begin(DraftBuilder.draft("a", "/" + i).build())) {
          assertThat(writer.commit(EntryCompletion.PLAIN)).isTrue();
        }
      }
    }
    try (Storage storage = TestStorage.open(directory)) {
      await().atMost(Duration.ofSeconds(30)).until(() -> knownAbsentKeys(storage) > 90);

      assertThat(IntStream.range(0, SEVERAL_STEPS).mapToObj(i -> Entries.key("a", "/" + i)))
          .noneMatch(storage.responses()::lacks);
    }
  }

  static long knownAbsentKeys(Storage storage) {
    return IntStream.range(0, 100)
        .filter(i -> storage.responses().lacks(Entries.key("a", "/never/" + i)))
        .count();
  }
}
