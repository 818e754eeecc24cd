package io.apibuddy.ports.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.contract.JavaProgram;
import io.apibuddy.ports.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreLockTest {
  @TempDir Path directory;

  @Test
  void secondOwnerIsRefusedAndToldWhichProcessHasTheLock() {
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
  void refusalInTheSameProcessLeavesTheLockInForce() throws Exception {
    try (StoreLock first = take()) {
      assertThat(first).isNotNull();
      assertThatThrownBy(this::take).isInstanceOf(StoreException.class);

      Process other =
          new ProcessBuilder(JavaProgram.command(LockTaker.class, directory.toString())).start();
      assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .isEqualTo("LOCKED");
    }
  }

  @Test
  void placeWhereTheLockFileCannotBeMadeIsUnusable() {
    Path file = directory.resolve("none").resolve("lock");

    assertThatThrownBy(() -> StoreLock.take(directory, file, "file"))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNUSABLE))
        .hasMessageContaining(file.toString())
        .hasMessageContaining("database_path");
  }

  private StoreLock take() {
    return take(directory);
  }

  private static StoreLock take(Path directory) {
    return StoreLock.take(directory, directory.resolve("lock"), "directory");
  }

  /** A program that tries to take the lock and prints the outcome. */
  static final class LockTaker {
    private LockTaker() {}

    /** Takes the lock of the directory named by the first argument. */
    public static void main(String[] arguments) {
      try (StoreLock lock = take(Path.of(arguments[0]))) {
        System.out.print(lock == null ? "nothing" : "taken");
      } catch (StoreException e) {
        System.out.print(e.kind());
      }
    }
  }
}
