package io.apibuddy.bootstrap.killloop;

import io.apibuddy.bootstrap.system.Client;
import io.apibuddy.bootstrap.system.ProxyProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** The command line with one data directory and one port, which is started repeatedly. */
final class RestartedProxy {
  /** Room for everything. */
  static final Bounds ROOMY = new Bounds("roomy", 1_000_000, 100_000);

  /** So little room that entries are evicted all the time. */
  static final Bounds NARROW = new Bounds("narrow", 300, 8);

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

  /** A range outside the ephemeral ports that systems use for outgoing connections. */
  private static final int FIRST_PORT = 20_000;

  private static final int PORTS = 10_000;

  private final Path home;
  private final String classPath;
  private final String backend;
  private final String upstream;
  private final int port;
  private final Client client = new Client();
  private Duration lastStart = Duration.ofMillis(400);

  /** The bounds of the store. */
  record Bounds(String name, int entries, int megabytes) {}

  RestartedProxy(Path home, String classPath, String backend, String upstream, Random random)
      throws IOException {
    this.home = home;
    this.classPath = classPath;
    this.backend = backend;
    this.upstream = upstream;
    this.port = freePort(random);
    Files.createDirectories(data());
  }

  /** Returns the directory of the store. */
  Path data() {
    return home.resolve("data");
  }

  /** Returns the store's file or directory. */
  Path store() {
    return data().resolve("store");
  }

  String baseUrl() {
    return "http://127.0.0.1:" + port + "/m";
  }

  /** Returns the duration of the last complete start. */
  Duration lastStart() {
    return lastStart;
  }

  /** Starts it without waiting; it ends with this process at the latest. */
  ProxyProcess launch(Bounds bounds) throws IOException {
    ProxyProcess process =
        ProxyProcess.run(
            home,
            classPath,
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"),
            List.of("--config", configuration(bounds).toString()));
    Runtime.getRuntime().addShutdownHook(new Thread(process::close));
    return process;
  }

  /**
   * Starts it and waits until it answers.
   *
   * @throws FailedStart if it ends, or has not answered within ten seconds, not counting the time
   *     in which a busy machine did not let it run
   */
  ProxyProcess start(Bounds bounds) throws IOException, InterruptedException, FailedStart {
    long begun = System.nanoTime();
    ProxyProcess process = launch(bounds);
    while (!answers()) {
      Duration waited = Duration.ofNanos(System.nanoTime() - begun);
      waited = waited.minus(Starvation.of(process.pid()));
      if (!process.isAlive() || waited.compareTo(TIMEOUT) > 0) {
        String said = process.threads();
        process.close();
        throw new FailedStart("no answer after " + waited + ":\n" + said);
      }
      Thread.sleep(BETWEEN_TRIES.toMillis());
    }
    lastStart = Duration.ofNanos(System.nanoTime() - begun);
    return process;
  }

  private boolean answers() throws InterruptedException {
    try {
      return client.get("http://127.0.0.1:" + port + "/").statusCode() > 0;
    } catch (IOException notYet) {
      return false;
    }
  }

  private Path configuration(Bounds bounds) throws IOException {
    // A generous store_budget: answers are stored however busy the machine is.
    String text =
        String.format(
            Locale.ROOT,
            """
            server: {port: %s}
            domain_mappings: {m: "%s"}
            cache:
              backend: %s
              database_path: "%s"
              max_entries: %d
              max_size_mb: %d
              min_cache_response_size: 0
              store_budget: 10s
            """,
            port,
            upstream,
            backend,
            store(),
            bounds.entries(),
            bounds.megabytes());
    return Files.writeString(home.resolve(bounds.name() + ".yaml"), text);
  }

  private static int freePort(Random random) throws IOException {
    for (int i = 0; i < PORTS; i++) {
      int candidate = FIRST_PORT + random.nextInt(PORTS);
      if (isFree(candidate)) {
        return candidate;
      }
    }
    throw new IOException("no free port");
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  /** The product did not start without help. */
  static final class FailedStart extends Exception {
    private static final long serialVersionUID = 1;

    FailedStart(String message) {
      super(message);
    }
  }
}
