package io.apibuddy.ports.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.store.StoreException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreLockTest {
  @TempDir Path directory;

  @Test
  void theSecondIsRefusedAndToldWhoHasIt() {
    try (StoreLock first = take()) {
      assertThat(first).isNotNull();
      assertThatThrownBy(this::take)
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.LOCKED))
          .hasMessageContaining(" process " + ProcessHandle.current().pid() + ".")
          .hasMessageContaining("another directory");
    }
    take().close();
  }

  @Test
  void aPlaceWithoutLocksIsUnusable() {
    Path file = directory.resolve("none").resolve("lock");

    assertThatThrownBy(() -> StoreLock.take(directory, file, "file"))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNUSABLE))
        .hasMessageContaining(file.toString())
        .hasMessageContaining("database_path");
  }

  private StoreLock take() {
    return StoreLock.take(directory, directory.resolve("lock"), "directory");
  }
}
