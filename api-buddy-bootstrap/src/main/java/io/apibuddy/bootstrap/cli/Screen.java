package io.apibuddy.bootstrap.cli;

import java.io.Console;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The terminal that input and output are, if they are one. */
final class Screen {
  private Screen() {}

  static boolean isThere() {
    return console() != null;
  }

  /**
   * Returns what is understood there, which on Windows is not what files are written in; the JVM's
   * default without a terminal, or without a locale, which makes it ASCII whatever is understood.
   */
  static Charset charset() {
    Console console = console();
    return console == null || console.charset().equals(StandardCharsets.US_ASCII)
        ? Charset.defaultCharset()
        : console.charset();
  }

  /** Some JDKs have a console without a terminal as well. */
  @SuppressWarnings("SystemConsoleNull") // it still is before JDK 22; later the method is asked
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
