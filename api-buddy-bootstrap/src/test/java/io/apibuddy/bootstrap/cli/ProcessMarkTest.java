package io.apibuddy.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessMarkTest {
  private static final ProcessHandle SELF = ProcessHandle.current();

  @TempDir Path processes;

  @BeforeEach
  void isOfOneBoot() throws IOException {
    boot("5c1f");
  }

  private void boot(String identifier) throws IOException {
    Path file = processes.resolve("sys/kernel/random/boot_id");
    Files.createDirectories(file.getParent());
    Files.writeString(file, identifier + "\n");
  }

  private void beginning(String ticks) throws IOException {
    Path file = processes.resolve(SELF.pid() + "/stat");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        SELF.pid()
            + " (a ) b) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 "
            + ticks
            + " 20 21\n");
  }

  private String mark() {
    return String.valueOf(ProcessMark.of(SELF, processes));
  }

  @Test
  void isMadeOfWhatNoClockThatIsSetChanges() throws IOException {
    beginning("4711");

    assertThat(mark()).isEqualTo("4711 since boot 5c1f");
  }

  @Test
  void tellsAProcessFromALaterOneWithItsNumber() throws IOException {
    beginning("4711");
    String first = mark();

    beginning("4712");
    assertThat(mark()).isNotEqualTo(first);

    beginning("4711");
    boot("77aa");
    assertThat(mark()).isNotEqualTo(first);
  }

  @Test
  void isTheTimeOfDayWhereTheSystemTellsNothingElse() {
    assertThat(mark()).isEqualTo(SELF.info().startInstant().map(Object::toString).orElse("null"));
  }

  @Test
  void staysTheSameWhileTheProcessRuns() {
    assertThat(ProcessMark.of(SELF)).isNotNull().isEqualTo(ProcessMark.of(SELF));
  }
}
