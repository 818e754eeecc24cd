package io.apibuddy.bootstrap.growth;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Minutes of hits, misses, streams, clients that disconnect, expiry and eviction at once, in a
 * store that is too small for them. Memory, descriptors, threads and files must not grow.
 *
 * @param backend the storage's name
 * @param jar the runnable jar with it
 * @param work an empty directory
 * @param length the duration
 */
record Soak(String backend, String jar, Path work, Duration length) {
  private static final int SAMPLES = 12;
  private static final double TOLERANCE = 1.2;
  private static final String CACHE =
      """
      backend: %s
      max_entries: 2000
      max_size_mb: 8
      memory_max_mb: 4
      default_ttl: 2s
      cleanup_interval_hours: 0.001
      """;

  /** The resources in use at one moment. */
  private record Sample(long heap, long resident, long descriptors, long threads, long files) {}

  /** Measures and prints; returns whether everything stayed flat. */
  boolean measure() throws Exception {
    AtomicLong news = new AtomicLong();
    try (Origin origin = new Origin();
        ProxyUnderTest subject =
            ProxyUnderTest.start(jar, work, origin, CACHE.formatted(backend), "/1024/a");
        ClosedLoopLoad hits =
            new ClosedLoopLoad(subject.port(), () -> "/api/1024/" + any(50)).open(4);
        ClosedLoopLoad misses =
            new ClosedLoopLoad(subject.port(), () -> "/api/4096/" + news.incrementAndGet())
                .open(4);
        DisconnectingClients large =
            disconnectingClients(subject, () -> "/api/262144/" + news.incrementAndGet());
        DisconnectingClients streams =
            disconnectingClients(subject, () -> "/api/events/" + news.incrementAndGet());
        EventStreamClients patient = new EventStreamClients(subject.port(), "/api")) {
      hits.begin();
      misses.begin();
      patient.open(50);
      large.open(8);
      streams.open(8);
      System.out.printf(
          "%nsoak on %s%n| s | heap KiB | resident MiB | descriptors | threads | files | hits |"
              + " misses |%n|---:|---:|---:|---:|---:|---:|---:|---:|%n",
          backend);
      List<Sample> samples = new ArrayList<>();
      for (int i = 1; i <= SAMPLES; i++) {
        TimeUnit.NANOSECONDS.sleep(length.toNanos() / SAMPLES);
        Sample sample = sample(subject);
        samples.add(sample);
        System.out.printf(
            "| %d | %d | %d | %d | %d | %d | %d | %d |%n",
            length.multipliedBy(i).dividedBy(SAMPLES).toSeconds(),
            sample.heap,
            sample.resident,
            sample.descriptors,
            sample.threads,
            sample.files,
            hits.answers(),
            misses.answers());
      }
      int failures = hits.failures() + misses.failures() + patient.failures();
      System.out.printf(
          "failures %d, upstream calls %d, events %d%n",
          failures, origin.answers(), patient.latencies().count());
      boolean heap = isFlat("heap", samples, Sample::heap, 4_096);
      boolean descriptors = isFlat("descriptors", samples, Sample::descriptors, 20);
      boolean threads = isFlat("threads", samples, Sample::threads, 20);
      boolean files = isFlat("files", samples, Sample::files, 5);
      return failures == 0 && heap && descriptors && threads && files;
    }
  }

  /** Compares the maximum of the last third with that of the second third. */
  private static boolean isFlat(
      String name, List<Sample> samples, ToLongFunction<Sample> figure, long slack) {
    long before = most(samples.subList(SAMPLES / 3, SAMPLES * 2 / 3), figure);
    long after = most(samples.subList(SAMPLES * 2 / 3, SAMPLES), figure);
    boolean flat = after <= before * TOLERANCE + slack;
    System.out.printf("%s: %d, then %d: %s%n", name, before, after, flat ? "flat" : "GROWS");
    return flat;
  }

  private static long most(List<Sample> samples, ToLongFunction<Sample> figure) {
    return samples.stream().mapToLong(figure).max().orElseThrow();
  }

  private static Sample sample(ProxyUnderTest subject) throws Exception {
    return new Sample(
        subject.heap(),
        subject.resident(),
        subject.descriptors(),
        subject.threads(),
        subject.files());
  }

  private static DisconnectingClients disconnectingClients(
      ProxyUnderTest subject, Supplier<String> targets) throws Exception {
    return new DisconnectingClients(subject.port(), targets, Duration.ofMillis(200));
  }

  private static int any(int bound) {
    return ThreadLocalRandom.current().nextInt(bound);
  }
}
