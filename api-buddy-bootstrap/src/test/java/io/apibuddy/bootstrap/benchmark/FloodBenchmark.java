package io.apibuddy.bootstrap.benchmark;

import io.apibuddy.bootstrap.growth.Latencies;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.Storage;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Floods memory and every storage engine on the class path with different keys, most of which are
 * evicted again, and prints how long a client waits at the beginning and at the end.
 */
public final class FloodBenchmark {
  private static final int SIZE = 8 * 1024;
  private static final long MAX_ENTRIES = 500;
  private static final long MAX_MEGABYTES = 4;
  private static final int STATED = 1_000_000;

  /**
   * How far the reader stays behind the writer at most: such entries are mostly not evicted yet.
   */
  private static final int RECENT = 100;

  private static final Duration BETWEEN_READS = Duration.ofMillis(1);
  private static final int LOOKS_AT_FILES = 500;

  private final JsonBodies bodies = new JsonBodies(SIZE);
  private final ResultTable table = new ResultTable();
  private final int keys;

  private FloodBenchmark(int keys) {
    this.keys = keys;
  }

  /** Takes the number of keys (1000000 unless given) and names of engines (all unless given). */
  public static void main(String[] arguments) throws InterruptedException {
    int keys = arguments.length > 0 ? Integer.parseInt(arguments[0]) : STATED;
    FloodBenchmark benchmark = new FloodBenchmark(keys);
    for (EngineUnderTest engine : EngineUnderTest.named(arguments)) {
      benchmark.measure(engine);
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.print(benchmark.table.markdown());
  }

  private void measure(EngineUnderTest engine) throws InterruptedException {
    table.engine(engine.name());
    try (EngineDirectory place = EngineDirectory.make();
        Storage storage = engine.openBounded(place.directory(), MAX_ENTRIES, MAX_MEGABYTES)) {
      flood(new StoreLoad(storage.responses(), bodies, keys), place);
    }
  }

  private void flood(StoreLoad load, EngineDirectory place) throws InterruptedException {
    AtomicInteger written = new AtomicInteger();
    Latencies reads = new Latencies();
    AtomicInteger found = new AtomicInteger();
    Thread reader = new Thread(() -> read(load, written, reads, found), "reader");
    reader.start();
    Latencies writes = new Latencies();
    long most = 0;
    long started = System.nanoTime();
    for (int number = 0; number < keys; number++) {
      long begun = System.nanoTime();
      load.store(number);
      writes.add(System.nanoTime() - begun);
      written.set(number + 1);
      if (number % Math.max(1, keys / LOOKS_AT_FILES) == 0) {
        most = Math.max(most, place.size());
      }
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    reader.join();
    table.put("keys/s", "%,.0f", keys / seconds);
    table.put("writes", writes);
    table.put("look-ups", reads);
    table.put("look-ups that found something", "%,.0f", found.get());
    table.put("MB of files at most", "%,.1f", most / 1e6);
  }

  private void read(StoreLoad load, AtomicInteger written, Latencies reads, AtomicInteger found) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    ResponseStore store = load.store();
    for (int last = written.get(); last < keys; last = written.get()) {
      LockSupport.parkNanos(BETWEEN_READS.toNanos());
      int number = Math.max(0, last - 1 - random.nextInt(RECENT));
      long begun = System.nanoTime();
      boolean there = !store.candidates(StoreLoad.key(number)).isEmpty();
      reads.add(System.nanoTime() - begun);
      found.addAndGet(there ? 1 : 0);
    }
  }
}
