package io.apibuddy.bootstrap.system;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command line in a process of its own, as a user runs it. */
public final class ProxyProcess implements AutoCloseable {
  static final Pattern BASE_URL = Pattern.compile("http://[^ ]+:(\\d+)/");
  private static final long TIMEOUT_SECONDS = 60;

  /** Options for a short-lived JVM, for which the compiler's later stages would not pay off. */
  public static final List<String> SHORT_LIVED =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  /** The entry point of the command line. */
  static final String MAIN = "io.apibuddy.bootstrap.cli.Main";

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> seen = new ArrayList<>();
  private final Thread reader;
  private int port;

  private ProxyProcess(Process process) {
    this.process = process;
    reader = new Thread(this::read, "proxy-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts {@code serve} on a free port with the options of a short-lived JVM. */
  static ProxyProcess serve(Path home, List<String> jvm, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--port", "0"));
    return run(home, jvm, all).awaitStart();
  }

  /** Waits until it prints its base URL; returns this. */
  public ProxyProcess awaitStart() throws InterruptedException {
    port = awaitPort();
    return this;
  }

  /** Runs the command line; the options {@code jvm} follow {@link #SHORT_LIVED}. */
  public static ProxyProcess run(Path home, List<String> jvm, List<String> arguments)
      throws IOException {
    List<String> all = new ArrayList<>(SHORT_LIVED);
    all.addAll(jvm);
    return run(home, classPathWithout("rocksdb"), all, arguments);
  }

  /** Returns this process's class path, which has both engines, without one of them. */
  static String classPathWithout(String engine) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(element -> !element.contains(engine))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Runs the command line with another class path than this process's. */
  public static ProxyProcess run(
      Path home, String classPath, List<String> jvm, List<String> arguments) throws IOException {
    return runJava(home, jvm, List.of("-cp", classPath, MAIN), arguments);
  }

  /** Runs the program that {@code what} gives in the form of {@code java}'s arguments. */
  static ProxyProcess runJava(
      Path home, List<String> jvm, List<String> what, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(jvm);
    command.addAll(what);
    command.addAll(arguments);
    return runCommand(home, Map.of(), command);
  }

  /** Returns the program that runs Java classes. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Runs a command; {@code environment} overrides what is set for every process. */
  static ProxyProcess runCommand(Path home, Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("HOME", home.toString());
    builder.environment().put("XDG_CACHE_HOME", home.resolve("cache").toString());
    builder.environment().put("XDG_CONFIG_HOME", home.resolve("config").toString());
    builder.environment().put("NO_COLOR", "1");
    // What is stored, and whether it starts, must not depend on how busy this machine is.
    builder.environment().put("API_BUDDY_CACHE_STORE_BUDGET", "30s");
    builder.environment().put("API_BUDDY_SERVER_START_TIMEOUT", "50s");
    // Tests may send as many requests as they like.
    builder.environment().put("API_BUDDY_THROTTLING_DEFAULT_REQUESTS_PER_HOUR", "0");
    builder.environment().putAll(environment);
    return new ProxyProcess(builder.start());
  }

  int port() {
    return port;
  }

  /** Returns the URL of a path at this proxy. */
  public String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  /** Returns whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Requests a thread dump and returns all output. */
  public String threads() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-QUIT", Long.toString(pid())).start().waitFor();
    process.waitFor(1, TimeUnit.SECONDS); // the dump is printed asynchronously
    return output();
  }

  /** Returns its process identifier. */
  public long pid() {
    return process.pid();
  }

  /** Kills it, as a crash does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  /** Sends SIGTERM; unlike after {@link Process#destroy}, the output can still be read. */
  public void terminate() {
    process.toHandle().destroy();
  }

  /** Waits for the end, with all its output, and returns the exit code. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("still running; it said " + output());
    }
    reader.join(TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS));
    return process.exitValue();
  }

  /** Returns all that it printed so far. */
  public String output() {
    lines.drainTo(seen);
    return String.join("\n", seen);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
  }

  private int awaitPort() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    while (true) {
      String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null) {
        throw new IllegalStateException("no base URL was printed; it said " + output());
      }
      seen.add(line);
      Matcher url = BASE_URL.matcher(line);
      if (url.find()) {
        return Integer.parseInt(url.group(1));
      }
    }
  }

  private void read() {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("(its output ended with " + e + ")"); // it was killed meanwhile
    }
  }
}
