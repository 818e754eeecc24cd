package io.apibuddy.bootstrap.growth;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * Measures how ten thousand kept connections that are idle affect one client.
 *
 * @param jar the runnable jar
 * @param work an empty directory
 * @param smoke whether to run briefly, as a smoke test
 */
record IdleConnections(String jar, Path work, boolean smoke) {
  private static final String TARGET = "/1024/same";

  /** Measures the client alone, then beside the connections, and prints both. */
  void measure() throws Exception {
    int connections = smoke ? 200 : 10_000;
    try (Origin origin = new Origin();
        ProxyUnderTest subject = ProxyUnderTest.start(jar, work, origin, "", TARGET);
        ClosedLoopLoad client = new ClosedLoopLoad(subject.port(), () -> "/api" + TARGET).open(1)) {
      client.askFor(length());
      System.out.printf(
          "%n%,d idle connections, one client that asks for a hit after the other%n"
              + "| connections | p50 µs | p99 µs | threads | resident MiB | failures |%n"
              + "|---:|---:|---:|---:|---:|---:|%n",
          connections);
      print(1, client, subject);
      try (ClosedLoopLoad idle =
          new ClosedLoopLoad(subject.port(), () -> "/api" + TARGET).open(connections)) {
        print(connections + 1, client, subject);
        if (idle.failures() > 0) {
          throw new IllegalStateException(idle.failures() + " idle connections were lost");
        }
      }
    }
  }

  private void print(int connections, ClosedLoopLoad client, ProxyUnderTest subject)
      throws Exception {
    ClosedLoopLoad.Result result = client.askFor(length());
    System.out.printf(
        Locale.ROOT,
        "| %,d | %,.0f | %,.0f | %d | %d | %d |%n",
        connections,
        result.p50(),
        result.p99(),
        subject.threads(),
        subject.resident(),
        client.failures());
  }

  private Duration length() {
    return Duration.ofMillis(smoke ? 500 : 10_000);
  }
}
