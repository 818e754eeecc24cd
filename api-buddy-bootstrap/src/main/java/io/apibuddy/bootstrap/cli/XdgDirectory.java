package io.apibuddy.bootstrap.cli;

import java.nio.file.Path;
import java.util.Map;

/** Where a user's files are, as the XDG Base Directory Specification has it. */
final class XdgDirectory {

  private XdgDirectory() {}

  /**
   * Returns the program's directory, which may not be there.
   *
   * @param variable names the variable that says where the user has such files
   * @param fallback where they are below the user's home if it does not
   */
  static Path of(Map<String, String> environment, String variable, String home, String fallback) {
    Path configured = Path.of(environment.getOrDefault(variable, ""));
    // The specification has relative paths ignored.
    Path root = configured.isAbsolute() ? configured : Path.of(home, fallback);
    return root.resolve("api-buddy");
  }
}
