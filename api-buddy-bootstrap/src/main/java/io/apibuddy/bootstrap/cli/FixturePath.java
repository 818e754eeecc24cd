package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.fixture.FixtureStore;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ExitCode;

/** Checks the path of fixtures that a command is to read. */
final class FixturePath {
  private FixturePath() {}

  /** Refuses anything but a directory or an archive: a mistyped path holds no fixtures. */
  static void check(Path path) {
    String why;
    if (!Files.exists(path)) {
      why = "does not exist";
    } else if (FixtureStore.isArchive(path)) {
      why = Files.isRegularFile(path) ? "" : "is not a file";
    } else {
      why = Files.isDirectory(path) ? "" : "is neither a directory nor named *.har";
    }
    if (!why.isEmpty()) {
      throw new CommandFailure(path + " " + why, ExitCode.USAGE);
    }
  }
}
