package io.apibuddy.bootstrap.benchmark;

import io.apibuddy.ports.store.Storage;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures memory and every storage engine on the class path, through the ports only, and prints a
 * table. Figures of one run can be compared with each other, not with those of another machine.
 */
public final class StorageBenchmark {
  private static final int SMALL = 1024;
  private static final int LARGE = 16 * 1024;
  private static final int LARGE_PART = 5;
  private static final int STATED = 100_000;
  private static final Duration READING = Duration.ofSeconds(5);

  private final JsonBodies small = new JsonBodies(SMALL);
  private final JsonBodies large = new JsonBodies(LARGE);
  private final ResultTable table = new ResultTable();
  private final int entries;

  private StorageBenchmark(int entries) {
    this.entries = entries;
  }

  /** Takes the number of entries (100000 unless given) and names of engines (all unless given). */
  public static void main(String[] arguments) {
    int entries = arguments.length > 0 ? Integer.parseInt(arguments[0]) : STATED;
    StorageBenchmark benchmark = new StorageBenchmark(entries);
    for (EngineUnderTest engine : EngineUnderTest.named(arguments)) {
      benchmark.measure(engine);
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.print(benchmark.table.markdown());
  }

  private void measure(EngineUnderTest engine) {
    table.engine(engine.name());
    warmUp(engine);
    fillReadAndClear(engine);
    fill(engine, LARGE, true);
    if (engine.canCompress()) {
      fill(engine, SMALL, false);
      fill(engine, LARGE, false);
    }
  }

  private void warmUp(EngineUnderTest engine) {
    try (EngineDirectory place = EngineDirectory.make();
        Storage storage = engine.open(place.directory(), true)) {
      StoreLoad load = new StoreLoad(storage.responses(), small, Math.max(1, entries / 5));
      load.write();
      load.read(READING.dividedBy(2));
    }
  }

  private void fillReadAndClear(EngineUnderTest engine) {
    try (EngineDirectory place = EngineDirectory.make()) {
      fill(engine, place, SMALL, true);
      if (engine.hasFiles()) {
        reopenAndClear(engine, place);
      }
    }
  }

  private void fill(EngineUnderTest engine, int size, boolean compressed) {
    try (EngineDirectory place = EngineDirectory.make()) {
      fill(engine, place, size, compressed);
    }
  }

  private void fill(EngineUnderTest engine, EngineDirectory place, int size, boolean compressed) {
    int count = size == SMALL ? entries : Math.max(1, entries / LARGE_PART);
    String what =
        (size / 1024) + " KB" + (engine.canCompress() && !compressed ? ", not compressed" : "");
    try (Storage storage = engine.open(place.directory(), compressed)) {
      StoreLoad load = new StoreLoad(storage.responses(), size == SMALL ? small : large, count);
      speed("write", what, load.write());
      speed("read", what, load.read(READING));
    }
    if (engine.hasFiles()) {
      double megabytes = place.size() / 1e6 * STATED / count;
      table.put("MB on disk for 100,000 entries, " + what, "%,.1f", megabytes);
    }
  }

  private void reopenAndClear(EngineUnderTest engine, EngineDirectory place) {
    List<Long> openings = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      long started = System.nanoTime();
      engine.open(place.directory(), true).close();
      openings.add(System.nanoTime() - started);
    }
    openings.sort(null);
    table.put(
        "ms to open and close with " + count() + " entries", "%,.0f", millis(openings.get(2)));
    try (Storage storage = engine.open(place.directory(), true)) {
      long started = System.nanoTime();
      long removed = storage.responses().remove(StoreLoad.DOMAIN);
      long returned = System.nanoTime();
      if (removed != entries) {
        throw new IllegalStateException(removed + " of " + entries + " entries were removed");
      }
      long steady = place.awaitSteady();
      table.put(
          "ms until a domain of " + count() + " is hidden", "%,.0f", millis(returned - started));
      table.put("ms until its space is given back", "%,.0f", millis(steady - started));
      table.put("MB on disk then", "%,.1f", place.size() / 1e6);
    }
  }

  private void speed(String operation, String what, StoreLoad.Speed speed) {
    table.put(operation + "s/s, " + what, "%,.0f", speed.perSecond());
    table.put(
        "µs of processor time for each " + operation + ", " + what, "%,.0f", speed.cpuMicros());
  }

  private String count() {
    return String.format(Locale.ROOT, "%,d", entries);
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }
}
