package io.apibuddy.bootstrap.cli;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {
  @TempDir Path directory;
  private final AtomicInteger changes = new AtomicInteger();
  private Path file;

  @BeforeEach
  void writeTheFile() throws IOException {
    file = Files.writeString(directory.resolve("c.yaml"), "one");
  }

  @Test
  void reportsAChangeOnceAfterItHasSettled() throws IOException {
    FileWatch.Poll poll = poll();
    poll.run();
    poll.run();
    assertThat(changes).hasValue(0);

    Files.writeString(file, "three");
    poll.run();
    assertThat(changes).hasValue(0);
    poll.run();
    poll.run();
    assertThat(changes).hasValue(1);
  }

  @Test
  void reportsAFileThatReplacesTheWatchedOne() throws IOException {
    FileWatch.Poll poll = poll();
    Path other = Files.writeString(directory.resolve("other"), "two");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));

    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    poll.run();
    poll.run();

    assertThat(changes).hasValue(1);
  }

  @Test
  void waitsForAFileThatIsTemporarilyMissing() throws IOException {
    FileWatch.Poll poll = poll();
    Files.delete(file);
    poll.run();
    poll.run();
    assertThat(changes).hasValue(0);

    Files.writeString(file, "another");
    poll.run();
    poll.run();
    assertThat(changes).hasValue(1);
  }

  @Test
  void pollsTheFileInTheBackground() throws IOException {
    FileWatch watch = FileWatch.begin(file, FileWatch.FileState.of(file), changes::incrementAndGet);
    try {
      Files.writeString(file, "something else");
      await().until(() -> changes.get() == 1);
    } finally {
      watch.close();
    }
  }

  private FileWatch.Poll poll() {
    return new FileWatch.Poll(file, FileWatch.FileState.of(file), changes::incrementAndGet);
  }
}
