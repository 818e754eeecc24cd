package io.apibuddy.bootstrap.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.apibuddy.ports.http.ScratchSpace.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TempFileScratchSpaceTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_536, 65_537, 300_000})
  void contentCanBeReadBackRepeatedly(int size) throws IOException {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    try (Scratch scratch = new TempFileScratchSpace(directory).open()) {
      for (int at = 0; at < size; at += 1_000) {
        scratch.output().write(content, at, Math.min(1_000, size - at));
      }
      scratch.output().close();

      for (int i = 0; i < 2; i++) {
        try (var in = scratch.input()) {
          assertThat(in.readAllBytes()).isEqualTo(content);
        }
      }
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void holdsShortBodiesInMemory() throws IOException {
    try (Scratch scratch = new TempFileScratchSpace(directory).open()) {
      scratch.output().write(new byte[SpillingScratch.MAX_BYTES_IN_MEMORY]);
      assertThat(files()).isEmpty();
      scratch.output().write(1);
      assertThat(files()).hasSize(1);
    }
  }

  @Test
  void keepsContentInMemoryIfNoFileCanBeCreated() throws IOException {
    Path gone = directory.resolve("gone");
    try (Scratch scratch = new TempFileScratchSpace(gone).open()) {
      byte[] content = new byte[60_000];
      scratch.output().write(content);
      assertThatThrownBy(() -> scratch.output().write(content)).isInstanceOf(IOException.class);

      assertThat(scratch.input().readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void letsOnlyTheOwnerReadLongBodies() throws IOException {
    assumeThat(directory.getFileSystem().supportedFileAttributeViews()).contains("posix");
    try (Scratch scratch = new TempFileScratchSpace(directory).open()) {
      scratch.output().write(new byte[100_000]);

      assertThat(Files.getPosixFilePermissions(files().get(0)))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void canBeClosedTwice() throws IOException {
    Scratch scratch = new TempFileScratchSpace(directory).open();
    scratch.output().write(new byte[100_000]);

    scratch.close();
    scratch.close();

    assertThat(files()).isEmpty();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
