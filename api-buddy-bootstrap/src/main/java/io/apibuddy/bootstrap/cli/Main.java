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
    // Without this Guice's generated classes use a method that newer JDKs warn about.
    System.setProperty("guice_custom_class_loading", "CHILD");
    // The others save start-up time: Guice would look up the line of each binding, ...
    System.setProperty("guice_include_stack_traces", "OFF");
    // ... Jetty would set up JMX to find out the size of a reference, ...
    System.setProperty("org.eclipse.jetty.util.referencesPerCacheLine", "16");
    // ... and the JDK would look for two sets of locale data although one is complete.
    System.setProperty("java.locale.providers", "CLDR");
    NameResolution.limitCaching();
  }

  private Main() {}

  /**
   * Runs a command and exits with its code: 0 done, 1 run-time failure, 2 wrong usage, 3 out of
   * memory. {@code verify} also ends with 3 if limits kept some requests from being sent.
   */
  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    String home = home(environment, System.getProperty("user.home"));
    setLibraryDirectory(environment, home);
    Charset charset = SystemConsole.charset();
    boolean controlSequences = !"dumb".equals(environment.get("TERM"));
    boolean colours = controlSequences && Ansi.AUTO.enabled();
    StatusLine statusLine = null;
    if (colours && SystemConsole.isTerminal()) {
      statusLine = new StatusLine(System.out, charset);
      System.setErr(new PrintStream(statusLine.above(System.err), true, charset)); // the log's, too
    }
    Terminal terminal =
        new Terminal(
            environment,
            home,
            new PrintWriter(System.out, true, charset),
            new PrintWriter(System.err, true, charset),
            colours,
            statusLine);
    Shutdown shutdown = new JvmShutdown(Runtime.getRuntime()::addShutdownHook);
    int status = new ApiBuddy(terminal, shutdown, Main.class.getClassLoader()).run(arguments);
    System.exit(status);
  }

  /** Sets where native libraries stay unpacked between runs, unless the user has done so. */
  private static void setLibraryDirectory(Map<String, String> environment, String home) {
    if (System.getProperty(UnpackedLibraries.DIRECTORY) != null) {
      return;
    }
    try {
      Path directory = new CacheDirectory(environment, home).libraries();
      System.setProperty(UnpackedLibraries.DIRECTORY, directory.toString());
    } catch (InvalidPathException e) {
      // Commands that need the directory report it.
    }
  }

  /**
   * Returns the user's home directory: {@code HOME} as in a shell, else the one that Java reports.
   * Java only looks into the system's list of users and reports {@code ?} for a user who is not in
   * it, as in a container; then the home is the root directory.
   */
  static String home(Map<String, String> environment, String listed) {
    String home = environment.getOrDefault("HOME", "");
    return Stream.of(home, listed).filter(Main::isAbsolute).findFirst().orElse("/");
  }

  private static boolean isAbsolute(String path) {
    try {
      return Path.of(path).isAbsolute();
    } catch (InvalidPathException e) {
      return true; // commands that need it report it
    }
  }
}
