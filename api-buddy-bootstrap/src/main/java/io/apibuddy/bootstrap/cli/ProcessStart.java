package io.apibuddy.bootstrap.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A mark that distinguishes a process from a later one with the same identifier. With {@code /proc}
 * it is the start time in clock ticks since the boot, with the identifier of that boot. Elsewhere
 * it is the start time that the JVM reports, which changes when the system's clock is set.
 */
final class ProcessStart {
  private static final Path PROCESSES = Path.of("/proc");

  /** The index of the field {@code starttime} of proc(5), counted after the program's name. */
  private static final int START_TIME = 19;

  private ProcessStart() {}

  /** Returns the mark of a process, null where the system has no start time. */
  static @Nullable String of(ProcessHandle process) {
    return of(process, PROCESSES);
  }

  static @Nullable String of(ProcessHandle process, Path processes) {
    try {
      String about = text(processes.resolve(process.pid() + "/stat"));
      String boot = text(processes.resolve("sys/kernel/random/boot_id")).strip();
      String behindName = about.substring(about.lastIndexOf(") ") + 2);
      return behindName.split(" ", -1)[START_TIME] + " since boot " + boot;
    } catch (IOException | RuntimeException otherSystem) {
      return process.info().startInstant().map(Instant::toString).orElse(null);
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }
}
