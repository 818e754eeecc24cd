package io.apibuddy.bootstrap.cli;

import io.apibuddy.ports.store.local.UnpackedLibraries;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Help.Ansi;

/** The entry point of {@code java -jar api-buddy.jar}. */
public final class Main {

  static {
    // Guice's generated classes would use a method that newer JDKs warn about.
    System.setProperty("guice_custom_class_loading", "CHILD");
    // For the start: Guice would look up which line made each binding, ...
    System.setProperty("guice_include_stack_traces", "OFF");
    // ... Jetty would set JMX up to learn the size of a reference, ...
    System.setProperty("org.eclipse.jetty.util.referencesPerCacheLine", "16");
    // ... and the JDK would look for two sets of locales where one is complete.
    System.setProperty("java.locale.providers", "CLDR");
    NameResolution.limitCaching();
  }

  private Main() {}

  /** Runs a command and exits with its status: 0 done, 1 run-time failure, 2 usage. */
  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    String home = home(environment, System.getProperty("user.home"));
    keepLibraries(environment, home);
    Charset charset = Screen.charset();
    boolean obedient = !"dumb".equals(environment.get("TERM"));
    boolean colours = obedient && Ansi.AUTO.enabled();
    BottomLine bottom = null;
    if (colours && Screen.isThere()) {
      bottom = new BottomLine(System.out, charset);
      System.setErr(new PrintStream(bottom.above(System.err), true, charset)); // the log's, too
    }
    Terminal terminal =
        new Terminal(
            environment,
            home,
            new PrintWriter(System.out, true, charset),
            new PrintWriter(System.err, true, charset),
            colours,
            bottom);
    int status =
        new ApiBuddy(terminal, new JvmShutdown(), Main.class.getClassLoader()).run(arguments);
    System.exit(status);
  }

  /** Has native libraries unpacked once; a user may have said where. */
  private static void keepLibraries(Map<String, String> environment, String home) {
    if (System.getProperty(UnpackedLibraries.DIRECTORY) != null) {
      return;
    }
    try {
      Path directory = new CacheDirectory(environment, home).libraries();
      System.setProperty(UnpackedLibraries.DIRECTORY, directory.toString());
    } catch (InvalidPathException e) {
      // Commands that need the directory say so.
    }
  }

  /**
   * The user's home as shells have it; Java asks the system's list of users alone, and says {@code
   * ?} of one who is in none. Theirs is the root, as in a container.
   */
  static String home(Map<String, String> environment, String listed) {
    String home = environment.getOrDefault("HOME", "");
    return Stream.of(home, listed).filter(Main::isAbsolute).findFirst().orElse("/");
  }

  private static boolean isAbsolute(String path) {
    try {
      return Path.of(path).isAbsolute();
    } catch (InvalidPathException e) {
      return true; // commands that need it say so
    }
  }
}
