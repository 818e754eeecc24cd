package io.apibuddy.bootstrap.killloop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Operations on whole directories. */
final class Directories {
  private Directories() {}

  static void copy(Path from, Path to) throws IOException {
    for (Path file : below(from)) {
      Files.copy(file, to.resolve(from.relativize(file).toString()));
    }
  }

  static void delete(Path directory) throws IOException {
    for (Path file : below(directory).stream().sorted(Comparator.reverseOrder()).toList()) {
      Files.deleteIfExists(file);
    }
  }

  /** Returns the size of the files in bytes; for a directory that does not change meanwhile. */
  static long size(Path directory) throws IOException {
    long size = 0;
    for (Path file : below(directory)) {
      size += Files.isRegularFile(file) ? Files.size(file) : 0;
    }
    return size;
  }

  private static List<Path> below(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.toList();
    }
  }
}
