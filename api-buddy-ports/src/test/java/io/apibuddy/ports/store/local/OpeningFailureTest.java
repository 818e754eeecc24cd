package io.apibuddy.ports.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningFailureTest {
  private static final Path STORE = Path.of("some", "cache.db");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "No space left on device",
        "Disk quota exceeded",
        "There is not enough space on the disk"
      })
  void fullDiskIsNamedWithTheRemedy(String reason) {
    assertThat(OpeningFailure.of(STORE, new FileSystemException("f", null, reason), "Move it."))
        .hasMessageContainingAll("cannot open " + STORE, reason, "Free some space there")
        .hasMessageNotContaining("Move it.")
        .extracting("kind")
        .isEqualTo(Kind.FULL);
  }

  @Test
  void anyOtherFailureOfTheFileSystemIsDescribedByTheCaller() {
    assertThat(OpeningFailure.of(STORE, new IOException("odd"), "Move it."))
        .hasMessage("Move it.")
        .extracting("kind")
        .isEqualTo(Kind.UNUSABLE);
    assertThat(OpeningFailure.of(STORE, null, "Move it.")).hasMessage("Move it.");
  }
}
