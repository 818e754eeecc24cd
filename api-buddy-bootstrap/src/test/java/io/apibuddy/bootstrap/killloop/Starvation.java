package io.apibuddy.bootstrap.killloop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** Measures how long a busy machine did not let a process run that was ready; needs Linux. */
final class Starvation {
  private Starvation() {}

  /** Returns the longest time that a thread has waited for a processor. */
  static Duration of(long pid) {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return Duration.ofNanos(
          threads.mapToLong(thread -> waited(thread.resolve("schedstat"))).max().orElse(0));
    } catch (IOException | UncheckedIOException ended) {
      return Duration.ZERO;
    }
  }

  /** The second number is the time on a processor's queue, in nanoseconds. */
  private static long waited(Path statistics) {
    try {
      return Long.parseLong(Files.readString(statistics).split("[ \n]", -1)[1]);
    } catch (IOException ended) {
      return 0;
    }
  }
}
