package io.apibuddy.bootstrap.growth;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Measures a thousand concurrent event streams: what they need, and how much the product delays
 * their events.
 *
 * @param jar the runnable jar
 * @param work an empty directory
 * @param smoke whether to run briefly, as a smoke test
 */
record ManyStreams(String jar, Path work, boolean smoke) {

  /** Measures without streams, then with many, and prints the difference. */
  void measure() throws Exception {
    int streams = smoke ? 50 : 1_000;
    try (Origin origin = new Origin();
        ProxyUnderTest subject = ProxyUnderTest.start(jar, work, origin, "", "/1024/first")) {
      long threads = subject.threads();
      long resident = subject.resident();
      System.out.printf(
          "%n%,d streams, one event a second each%n"
              + "| | threads | resident MiB | event p50 µs | p99 µs | ended |%n"
              + "|---|---:|---:|---:|---:|---:|%n",
          streams);
      try (EventStreamClients direct = new EventStreamClients(origin.port(), "")) {
        read(direct, streams);
        print("from the origin", 0, 0, direct);
      }
      try (EventStreamClients proxied = new EventStreamClients(subject.port(), "/api")) {
        read(proxied, streams);
        print("through the proxy", subject.threads(), subject.resident(), proxied);
      }
      System.out.printf("before: %d threads, %d MiB%n", threads, resident);
    }
  }

  private void read(EventStreamClients clients, int streams) throws InterruptedException {
    clients.open(streams);
    TimeUnit.SECONDS.sleep(smoke ? 2 : 10); // until all run and are compiled
    clients.reset();
    TimeUnit.SECONDS.sleep(smoke ? 2 : 15);
  }

  private static void print(String name, long threads, long resident, EventStreamClients clients) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %d | %,.0f | %,.0f | %d |%n",
        name,
        threads,
        resident,
        clients.latencies().micros(50),
        clients.latencies().micros(99),
        clients.failures());
  }
}
