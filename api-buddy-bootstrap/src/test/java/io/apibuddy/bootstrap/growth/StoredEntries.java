package io.apibuddy.bootstrap.growth;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Start and hits with ever more stored entries.
 *
 * @param backend the storage's name
 * @param jar the runnable jar with it
 * @param work an empty directory
 * @param smoke whether it only has to run
 */
record StoredEntries(String backend, String jar, Path work, boolean smoke) {
  private static final int CONNECTIONS = 32;
  private static final int[] SIZES = {1_000, 100_000, 1_000_000};
  private static final int[] SMALL_SIZES = {1_000, 10_000};

  /**
   * What one size came to.
   *
   * @param start milliseconds from the start to the first answer
   * @param startProcessor milliseconds of processor time until then
   * @param one hits of one entry, which is in memory
   * @param any hits of any entry, with the default memory
   * @param stored hits of any entry, all of them from the store
   */
  private record Figures(double start, double startProcessor, Hits one, Hits any, Hits stored) {}

  /**
   * How fast hits were.
   *
   * @param perSecond how many a second
   * @param p99 99 of 100 took as long at most, in microseconds
   * @param processor microseconds of the product's processor time for each
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

  /** Measures each size and prints it with its ratio to the first. */
  void measure() throws Exception {
    System.out.printf(
        "%n%s, in brackets the ratio to the first line%n"
            + "| entries | first answer ms | processor ms | one entry: hits/s | p99 µs | processor µs"
            + " | any entry: hits/s | p99 µs | processor µs | any entry, no memory: hits/s | p99 µs |"
            + " processor µs |%n|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|%n",
        backend);
    Figures first = null;
    for (int entries : smoke ? SMALL_SIZES : SIZES) {
      Figures figures = measure(entries);
      Figures base = first == null ? figures : first;
      first = base;
      System.out.printf(
          Locale.ROOT,
          "| %,d | %.0f (%.2f) | %.0f (%.2f) | %s | %s | %s |%n",
          entries,
          figures.start,
          figures.start / base.start,
          figures.startProcessor,
          figures.startProcessor / base.startProcessor,
          figures.one.comparedWith(base.one),
          figures.any.comparedWith(base.any),
          figures.stored.comparedWith(base.stored));
    }
  }

  private Figures measure(int entries) throws Exception {
    Path home = work.resolve(backend + '-' + entries);
    Files.createDirectories(home.resolve("data"));
    try (Origin origin = new Origin()) {
      new Filling(backend, home.resolve("data/store"), origin.url()).store(entries);
      List<Double> starts = new ArrayList<>();
      List<Double> startsProcessor = new ArrayList<>();
      for (int i = 0; i < (smoke ? 1 : 3); i++) {
        try (Subject subject = start(home, origin, "")) {
          starts.add(subject.start().toNanos() / 1e6);
          startsProcessor.add(subject.processor().toNanos() / 1e6);
        }
      }
      starts.sort(null);
      startsProcessor.sort(null);
      Supplier<String> anyTarget =
          () -> "/api" + Filling.target(ThreadLocalRandom.current().nextInt(entries));
      Hits one;
      Hits any;
      Hits stored;
      try (Subject subject = start(home, origin, "")) {
        one = hits(subject, () -> "/api" + Filling.target(0));
        any = hits(subject, anyTarget);
      }
      try (Subject subject = start(home, origin, "memory_max_mb: 0\n")) {
        stored = hits(subject, anyTarget);
      }
      if (origin.answers() > 0) {
        throw new IllegalStateException("the origin was asked: these are no hits");
      }
      int middle = starts.size() / 2;
      return new Figures(starts.get(middle), startsProcessor.get(middle), one, any, stored);
    }
  }

  private Subject start(Path home, Origin origin, String more) throws Exception {
    String cache = "backend: " + backend + "\nmax_entries: 10000000\nmax_size_mb: 1000000\n" + more;
    return Subject.start(jar, home, origin, cache, Filling.target(0));
  }

  private Hits hits(Subject subject, Supplier<String> targets) throws Exception {
    try (Load load = new Load(subject.port(), targets).open(CONNECTIONS)) {
      load.askFor(Duration.ofMillis(smoke ? 300 : 3_000)); // until it is compiled
      Duration before = subject.processor();
      Load.Result result = load.askFor(Duration.ofMillis(smoke ? 300 : 3_000));
      double used = subject.processor().minus(before).toNanos() / 1e3;
      if (load.failures() > 0) {
        throw new IllegalStateException(load.failures() + " answers failed");
      }
      return new Hits(result.perSecond(), result.p99(), used / Math.max(1, result.answers()));
    }
  }
}
