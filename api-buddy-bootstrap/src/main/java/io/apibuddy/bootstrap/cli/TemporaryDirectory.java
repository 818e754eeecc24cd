package io.apibuddy.bootstrap.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A temporary directory that is deleted with its contents on close.
 *
 * @param path the path of the directory
 */
record TemporaryDirectory(Path path) implements AutoCloseable {

  /**
   * Creates a directory in the default directory for temporary files.
   *
   * @param prefix the beginning of the directory's name
   */
  static TemporaryDirectory create(String prefix) throws IOException {
    return new TemporaryDirectory(Files.createTempDirectory(prefix));
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (UncheckedIOException e) { // the walk's
      throw e.getCause();
    }
  }
}
