package io.apibuddy.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessStartTest {
  private static final ProcessHandle SELF = ProcessHandle.current();

  @TempDir Path processes;

  @BeforeEach
  void writeABootId() throws IOException {
    writeBootId("5c1f");
  }

  private void writeBootId(String identifier) throws IOException {
    Path file = processes.resolve("sys/kernel/random/boot_id");
    Files.createDirectories(file.getParent());
    Files.writeString(file, identifier + "\n");
  }

  private void writeStartTime(String ticks) throws IOException {
    Path file = processes.resolve(SELF.pid() + "/stat");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        SELF.pid()
            + " (a ) b) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 "
            + ticks
            + " 20 21\n");
  }

  private String processStart() {
    return String.valueOf(ProcessStart.of(SELF, processes));
  }

  @Test
  void consistsOfStartTicksAndBootId() throws IOException {
    writeStartTime("4711");

    assertThat(processStart()).isEqualTo("4711 since boot 5c1f");
  }

  @Test
  void distinguishesLaterProcessesWithTheSamePid() throws IOException {
    writeStartTime("4711");
    String first = processStart();

    writeStartTime("4712");
    assertThat(processStart()).isNotEqualTo(first);

    writeStartTime("4711");
    writeBootId("77aa");
    assertThat(processStart()).isNotEqualTo(first);
  }

  @Test
  void fallsBackToTheStartInstantWithoutProcFiles() {
    assertThat(processStart())
        .isEqualTo(SELF.info().startInstant().map(Object::toString).orElse("null"));
  }

  @Test
  void staysTheSameWhileTheProcessRuns() {
    assertThat(ProcessStart.of(SELF)).isNotNull().isEqualTo(ProcessStart.of(SELF));
  }
}
