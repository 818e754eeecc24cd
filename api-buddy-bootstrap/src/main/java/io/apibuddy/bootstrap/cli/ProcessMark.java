package io.apibuddy.bootstrap.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What tells a process from a later one with its number. Where the system has {@code /proc}, that
 * is when it began by a clock that nobody sets, since which boot: the time of day at which the JVM
 * says that a process began is another one once the machine's clock was set.
 */
final class ProcessMark {
  private static final Path PROCESSES = Path.of("/proc");

  /** The field {@code starttime} of proc(5), counted from behind the program's name. */
  private static final int BEGINNING = 19;

  private ProcessMark() {}

  /** Returns that of a process, null where the system does not say. */
  static @Nullable String of(ProcessHandle process) {
    return of(process, PROCESSES);
  }

  static @Nullable String of(ProcessHandle process, Path processes) {
    try {
      String about = text(processes.resolve(process.pid() + "/stat"));
      String boot = text(processes.resolve("sys/kernel/random/boot_id")).strip();
      String behindName = about.substring(about.lastIndexOf(") ") + 2);
      return behindName.split(" ", -1)[BEGINNING] + " since boot " + boot;
    } catch (IOException | RuntimeException otherSystem) {
      return process.info().startInstant().map(Instant::toString).orElse(null);
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }
}
