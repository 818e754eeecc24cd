package io.apibuddy.bootstrap.growth;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/**
 * Measures start and hits with growing numbers of stored entries.
 *
 * @param backend the storage's name
 * @param jar the runnable jar with it
 * @param work an empty directory
 * @param smoke whether to run briefly, as a smoke test
 */
record StoredEntries(String backend, String jar, Path work, boolean smoke) {
  private static final int CONNECTIONS = 32;
  private static final int TURNS = 9;
  private static final int[] SIZES = {1_000, 100_000, 1_000_000};
  private static final int[] SMALL_SIZES = {1_000, 10_000};

  /**
   * The figures of a start.
   *
   * @param millis milliseconds from the start to the first answer
   * @param processor milliseconds of processor time until then
   */
  private record Start(double millis, double processor) {

    String comparedWith(Start base) {
      return String.format(
          Locale.ROOT,
          "%.0f (%.2f) | %.0f (%.2f)",
          millis,
          millis / base.millis,
          processor,
          processor / base.processor);
    }
  }

  /**
   * The figures of hits.
   *
   * @param perSecond hits per second
   * @param p99 the 99th percentile of the response times in microseconds
   * @param processor the product's processor time per hit in microseconds
   */
  private record Hits(double perSecond, double p99, double processor) {

    String comparedWith(Hits base) {
      return String.format(
          Locale.ROOT,
          "%,.0f (%.2f) | %,.0f | %.1f (%.2f)",
          perSecond,
          perSecond / base.perSecond,
          p99,
          processor,
          processor / base.processor);
    }
  }

  /** A filled store. */
  private record Filled(int entries, Path home) {}

  /** A product with its clients; several of them take turns. */
  private record Runner(ProxyUnderTest subject, ClosedLoopLoad load) {
    Hits hits(Duration length) throws InterruptedException {
      Duration before = subject.processor();
      ClosedLoopLoad.Result result = load.askFor(length);
      double used = subject.processor().minus(before).toNanos() / 1e3;
      if (load.failures() > 0) {
        throw new IllegalStateException(load.failures() + " answers failed");
      }
      return new Hits(result.perSecond(), result.p99(), used / Math.max(1, result.answers()));
    }
  }

  /** Measures each size and prints it with its ratio to the first. */
  void measure() throws Exception {
    List<Filled> stores = new ArrayList<>();
    List<Start> starts = new ArrayList<>();
    List<List<Hits>> kinds = new ArrayList<>();
    try (Origin origin = new Origin()) {
      for (int entries : smoke ? SMALL_SIZES : SIZES) {
        Filled store = fill(entries, origin);
        stores.add(store);
        starts.add(measureStart(store, origin));
      }
      kinds.addAll(measureHits(stores, origin, "", List.of(entries -> 0, StoredEntries::any)));
      kinds.addAll(measureHits(stores, origin, "memory_max_mb: 0\n", List.of(StoredEntries::any)));
      if (origin.answers() > 0) {
        throw new IllegalStateException("the origin was asked: these are no hits");
      }
    }
    System.out.printf(
        "%n%s, in brackets the ratio to the first line%n"
            + "| entries | first answer ms | processor ms | one entry: hits/s | p99 µs | processor µs"
            + " | any entry: hits/s | p99 µs | processor µs | any entry, no memory: hits/s | p99 µs |"
            + " processor µs |%n|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|%n",
        backend);
    for (int i = 0; i < stores.size(); i++) {
      System.out.printf(
          Locale.ROOT,
          "| %,d | %s |",
          stores.get(i).entries,
          starts.get(i).comparedWith(starts.get(0)));
      for (List<Hits> hits : kinds) {
        System.out.printf(" %s |", hits.get(i).comparedWith(hits.get(0)));
      }
      System.out.println();
    }
  }

  private static int any(int entries) {
    return ThreadLocalRandom.current().nextInt(entries);
  }

  private Filled fill(int entries, Origin origin) throws Exception {
    Path home = work.resolve(backend + '-' + entries);
    Files.createDirectories(home.resolve("data"));
    new StoreFiller(backend, home.resolve("data/store"), origin.url()).store(entries);
    return new Filled(entries, home);
  }

  private Start measureStart(Filled store, Origin origin) throws Exception {
    List<Double> millis = new ArrayList<>();
    List<Double> processor = new ArrayList<>();
    for (int i = 0; i < (smoke ? 1 : 3); i++) {
      try (ProxyUnderTest subject = start(store, origin, "")) {
        millis.add(subject.start().toNanos() / 1e6);
        processor.add(subject.processor().toNanos() / 1e6);
      }
    }
    return new Start(median(millis), median(processor));
  }

  /** Measures one process for each size in turns, so that all suffer the same disturbances. */
  private List<List<Hits>> measureHits(
      List<Filled> stores, Origin origin, String cache, List<IntUnaryOperator> kinds)
      throws Exception {
    List<List<Hits>> results = new ArrayList<>();
    List<ProxyUnderTest> subjects = new ArrayList<>();
    try {
      for (Filled store : stores) {
        subjects.add(start(store, origin, cache));
      }
      for (IntUnaryOperator kind : kinds) {
        results.add(takeTurns(stores, subjects, kind));
      }
      return results;
    } finally {
      subjects.forEach(ProxyUnderTest::close);
    }
  }

  private List<Hits> takeTurns(
      List<Filled> stores, List<ProxyUnderTest> subjects, IntUnaryOperator number)
      throws Exception {
    List<Runner> runners = new ArrayList<>();
    List<List<Hits>> turns = new ArrayList<>();
    try {
      for (int i = 0; i < stores.size(); i++) {
        int entries = stores.get(i).entries;
        Supplier<String> targets = () -> "/api" + StoreFiller.target(number.applyAsInt(entries));
        ClosedLoopLoad load = new ClosedLoopLoad(subjects.get(i).port(), targets);
        runners.add(new Runner(subjects.get(i), load));
        load.open(CONNECTIONS).askFor(Duration.ofMillis(smoke ? 300 : 4_000)); // warms up
        turns.add(new ArrayList<>());
      }
      for (int turn = 0; turn < (smoke ? 1 : TURNS); turn++) {
        for (int i = 0; i < runners.size(); i++) {
          int next = turn % 2 == 0 ? i : runners.size() - 1 - i;
          turns.get(next).add(runners.get(next).hits(Duration.ofMillis(smoke ? 300 : 1_500)));
        }
      }
    } finally {
      runners.forEach(runner -> runner.load.close());
    }
    return turns.stream().map(StoredEntries::median).toList();
  }

  private static Hits median(List<Hits> turns) {
    return new Hits(
        median(turns.stream().map(Hits::perSecond).toList()),
        median(turns.stream().map(Hits::p99).toList()),
        median(turns.stream().map(Hits::processor).toList()));
  }

  private static double median(Collection<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private ProxyUnderTest start(Filled store, Origin origin, String more) throws Exception {
    String cache = "backend: " + backend + "\nmax_entries: 10000000\nmax_size_mb: 1000000\n" + more;
    return ProxyUnderTest.start(jar, store.home, origin, cache, StoreFiller.target(0));
  }
}
