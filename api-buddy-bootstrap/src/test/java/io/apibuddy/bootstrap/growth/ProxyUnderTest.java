package io.apibuddy.bootstrap.growth;

import io.apibuddy.bootstrap.system.ProxyProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The product in its own process, between the clients and the origin. */
final class ProxyUnderTest implements AutoCloseable {
  private static final List<String> JVM = List.of("-Xmx256m", "-XX:+UseSerialGC");
  private static final Pattern LIVE = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

  private final ProxyProcess process;
  private final Path data;
  private final Duration start;

  private ProxyUnderTest(ProxyProcess process, Path data, Duration start) {
    this.process = process;
    this.data = data;
    this.start = start;
  }

  /**
   * Starts it and sends one request.
   *
   * @param jar the runnable jar
   * @param home the directory of its configuration, with its store below {@code data}
   * @param cache settings of the section {@code cache} in YAML, one on each line
   * @param first the target of the first request, below the alias
   */
  static ProxyUnderTest start(String jar, Path home, Origin origin, String cache, String first)
      throws IOException, InterruptedException {
    Files.createDirectories(home.resolve("data"));
    String configuration =
        """
        server: {port: 0, max_connections: 20000}
        domain_mappings: {api: "%s"}
        logging: {level: WARN}
        cache:
          database_path: "%s"
        %s"""
            .formatted(origin.url(), home.resolve("data/store"), cache.indent(2));
    Path file = Files.writeString(home.resolve("growth.yaml"), configuration);
    long begun = System.nanoTime();
    ProxyProcess process =
        ProxyProcess.run(home, jar, JVM, List.of("--config", file.toString())).awaitStart();
    Runtime.getRuntime().addShutdownHook(new Thread(process::close));
    ProxyUnderTest subject = new ProxyUnderTest(process, home.resolve("data"), Duration.ZERO);
    subject.awaitAnswer("/api" + first);
    return new ProxyUnderTest(
        process, home.resolve("data"), Duration.ofNanos(System.nanoTime() - begun));
  }

  /** Returns the time from its start to its first answer. */
  Duration start() {
    return start;
  }

  int port() {
    return URI.create(process.url("/")).getPort();
  }

  /** Returns the processor time that it has used, which other programs disturb less than speed. */
  Duration processor() {
    return ProcessHandle.of(process.pid()).orElseThrow().info().totalCpuDuration().orElseThrow();
  }

  /** Returns its resident memory in MiB. */
  long resident() throws IOException {
    return status("VmRSS:") >> 10;
  }

  /** Returns the number of its threads. */
  long threads() throws IOException {
    return status("Threads:");
  }

  /** Returns the number of its open descriptors. */
  long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
      return open.count();
    }
  }

  /** Returns the number of files of its store. */
  long files() throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  /** Returns the size of its live objects in KiB. */
  long heap() throws IOException, InterruptedException {
    Matcher live = LIVE.matcher(jcmd("GC.class_histogram")); // which collects garbage first
    if (!live.find()) {
      throw new IOException("no total in the histogram");
    }
    return Long.parseLong(live.group(1)) >> 10;
  }

  /** Terminates it gracefully, so that its store is closed. */
  @Override
  public void close() {
    process.terminate();
    try {
      process.exitCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.close();
  }

  private void awaitAnswer(String target) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      String request =
          "GET "
              + target
              + " HTTP/1.1\r\nHost: 127.0.0.1:"
              + port()
              + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      if (!answer.startsWith("HTTP/1.1 200 ")) {
        throw new IOException("the first answer was " + answer.lines().findFirst().orElse(""));
      }
    }
  }

  private long status(String name) throws IOException {
    for (String line :
        Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("no " + name + " of " + process.pid());
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    Path program = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process asked =
        new ProcessBuilder(program.toString(), Long.toString(process.pid()), command)
            .redirectErrorStream(true)
            .start();
    String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (asked.waitFor() != 0) {
      throw new IOException(said);
    }
    return said;
  }
}
