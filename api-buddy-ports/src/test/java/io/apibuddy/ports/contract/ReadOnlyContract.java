package io.apibuddy.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StorageProvider;
import io.apibuddy.ports.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contract test for a place that is mounted read-only. Only a superuser can mount, and permissions
 * alone would not stop a superuser; the test is skipped for others.
 */
public interface ReadOnlyContract {

  /** Returns the engine's provider. */
  StorageProvider provider();

  /** The refusal names the place, changes nothing, and ends once the place is writable. */
  @Test
  @Timeout(60)
  default void openingAReadOnlyPlaceFailsAndNamesIt(@TempDir Path directory) throws Exception {
    Path mount = Files.createDirectory(directory.resolve("mount"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", mount.toString()))
        .as("this user may mount")
        .isTrue();
    try {
      Path place = mount.resolve("store");
      open(place).close();
      assertThat(run("mount", "-o", "remount,ro", mount.toString())).isTrue();

      assertRefused(place);
      assertRefused(mount.resolve("other"));

      assertThat(run("mount", "-o", "remount,rw", mount.toString())).isTrue();
      open(place).close();
    } finally {
      run("umount", "-l", mount.toString());
    }
  }

  private void assertRefused(Path place) {
    assertThatThrownBy(() -> open(place).close())
        .isInstanceOfSatisfying(
            StoreException.class,
            e ->
                assertThat(e.kind())
                    .isIn(StoreException.Kind.READ_ONLY, StoreException.Kind.UNUSABLE))
        .hasMessageContaining(place.toString())
        .hasMessageContaining("database_path");
  }

  private Storage open(Path place) {
    return KilledWriter.open(provider(), place, Notices.SILENT);
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
