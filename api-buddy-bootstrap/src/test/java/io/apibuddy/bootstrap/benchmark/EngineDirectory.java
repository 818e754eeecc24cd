package io.apibuddy.bootstrap.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A directory for one engine's files; deleted when it is closed. */
record EngineDirectory(Path directory) implements AutoCloseable {
  private static final Duration STEP = Duration.ofMillis(20);
  private static final Duration STEADY = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  /** Makes an empty directory. */
  static EngineDirectory make() {
    try {
      return new EngineDirectory(Files.createTempDirectory("storage-benchmark"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the size of its files in bytes. */
  long size() {
    return files().stream().mapToLong(EngineDirectory::size).sum();
  }

  /** Waits until its size is steady and returns the {@code nanoTime} of the last change. */
  long awaitSteady() {
    long started = System.nanoTime();
    long changed = started;
    long size = size();
    while (System.nanoTime() - changed < STEADY.toNanos()
        && System.nanoTime() - started < TIMEOUT.toNanos()) {
      LockSupport.parkNanos(STEP.toNanos());
      long now = size();
      if (now != size) {
        size = now;
        changed = System.nanoTime();
      }
    }
    return changed;
  }

  @Override
  public void close() {
    for (Path file : files()) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Returns the directory and everything in it, children before their parents. */
  private List<Path> files() {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException | IOException changing) {
      return List.of();
    }
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (NoSuchFileException gone) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
