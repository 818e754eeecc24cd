package io.apibuddy.bootstrap.cli;

import java.nio.file.Path;
import java.util.Map;

/** Finds the user's directories by the XDG Base Directory Specification. */
final class XdgDirectory {

  private XdgDirectory() {}

  /**
   * Returns the program's directory, which need not exist.
   *
   * @param variable the name of the variable with the base directory
   * @param fallback the base directory below the user's home if the variable is not set
   */
  static Path of(Map<String, String> environment, String variable, String home, String fallback) {
    Path configured = Path.of(environment.getOrDefault(variable, ""));
    // By the specification, relative paths are ignored.
    Path root = configured.isAbsolute() ? configured : Path.of(home, fallback);
    return root.resolve("api-buddy");
  }
}
