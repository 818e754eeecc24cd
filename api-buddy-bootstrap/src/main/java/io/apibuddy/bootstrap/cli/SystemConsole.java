package io.apibuddy.bootstrap.cli;

import java.io.Console;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The terminal of the process, if input and output are one. */
final class SystemConsole {
  private SystemConsole() {}

  static boolean isTerminal() {
    return console() != null;
  }

  /**
   * Returns the terminal's character set, which on Windows is not that of files. Returns the JVM's
   * default if there is no terminal, or if the terminal's is ASCII, which results from a missing
   * locale and says nothing about the terminal.
   */
  static Charset charset() {
    Console console = console();
    return console == null || console.charset().equals(StandardCharsets.US_ASCII)
        ? Charset.defaultCharset()
        : console.charset();
  }

  /** Returns the console if it is a terminal; some JDKs have one without a terminal, too. */
  @SuppressWarnings("SystemConsoleNull") // null before JDK 22; from then on isTerminal tells
  private static @Nullable Console console() {
    Console console = System.console();
    try {
      return console != null && (boolean) Console.class.getMethod("isTerminal").invoke(console)
          ? console
          : null;
    } catch (ReflectiveOperationException e) {
      return console; // before JDK 22
    }
  }
}
