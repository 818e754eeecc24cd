package io.apibuddy.bootstrap.benchmark;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoredRequest;
import io.apibuddy.ports.store.StoredResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Eight clients of a response store, which write and read entries of one domain and size.
 *
 * @param store the store
 * @param bodies the contents to write
 * @param entries the number of entries
 */
record StoreLoad(ResponseStore store, JsonBodies bodies, int entries) {
  /** Selects all entries of this load. */
  static final EntrySelector.ByDomain DOMAIN = new EntrySelector.ByDomain("api");

  private static final int THREADS = 8;
  private static final String UPSTREAM = "https://api.example";
  private static final Headers HEADERS =
      Headers.of(
          "Content-Type", "application/json",
          "Cache-Control", "max-age=3600",
          "Date", "Sun, 06 Nov 1994 08:49:37 GMT",
          "ETag", "\"33a64df551425fcc55e4d42a148795d9f25f89d4\"",
          "X-Request-Id", "9b2f6f0e-5a3c-4a4e-8d6c-2d3f1c0a7b11");

  /**
   * The speed of an operation.
   *
   * @param perSecond operations per second
   * @param cpuMicros processor time per operation in microseconds, which other programs disturb
   *     less
   */
  record Speed(double perSecond, double cpuMicros) {
    private static Speed of(long count, Duration took, Duration cpu) {
      return new Speed(count * 1e9 / took.toNanos(), cpu.toNanos() / 1e3 / count);
    }
  }

  /** Stores all entries, until the last one is in the tables. */
  Speed write() {
    Duration cpu = cpu();
    long started = System.nanoTime();
    AtomicInteger next = new AtomicInteger();
    inParallel(
        () -> {
          long stored = 0;
          for (int i = next.getAndIncrement(); i < entries; i = next.getAndIncrement()) {
            store(i);
            stored++;
          }
          return stored;
        });
    long visible = store.stats(Instant.now()).values().stream().mapToLong(s -> s.entries()).sum();
    long took = System.nanoTime() - started;
    if (visible != entries) {
      throw new IllegalStateException(visible + " of " + entries + " entries were stored");
    }
    return Speed.of(entries, Duration.ofNanos(took), cpu().minus(cpu));
  }

  /** Reads entries at random, each in full, for a while. */
  Speed read(Duration length) {
    Duration cpu = cpu();
    long started = System.nanoTime();
    long read =
        inParallel(
            () -> {
              ThreadLocalRandom random = ThreadLocalRandom.current();
              long count = 0;
              while (System.nanoTime() - started < length.toNanos()) {
                readWhole(key(random.nextInt(entries)));
                count++;
              }
              return count;
            });
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    return Speed.of(read, took, cpu().minus(cpu));
  }

  /** Stores an entry. */
  void store(int number) {
    CacheKey key = key(number);
    try (EntryWriter writer = store.begin(draft(key))) {
      writer.write(bodies.body(number));
      writer.commit(EntryCompletion.PLAIN);
    }
  }

  private void readWhole(CacheKey key) throws IOException {
    StoredResponse found = store.candidates(key).get(0);
    Body body = found.body();
    try (Body whole = body != null ? body : store.body(found.id(), 0).orElseThrow();
        InputStream stream = whole.stream()) {
      if (stream.readAllBytes().length != found.length()) {
        throw new IOException("a body is cut");
      }
    }
  }

  /** Returns the key of an entry. */
  static CacheKey key(int number) {
    String target = "/v1/customers/" + number + "/orders?limit=50&expand=items";
    return new CacheKey("api", UPSTREAM, "GET", target, "", "", "", List.of());
  }

  @SuppressWarnings("NullAway") // javac 17 drops type annotations of compact constructors
  private static EntryDraft draft(CacheKey key) {
    Instant now = Instant.now();
    return new EntryDraft(
        key,
        "",
        new StoredRequest("api", UPSTREAM, "GET", key.target(), Headers.EMPTY, null, ""),
        new ResponseHead(200, HEADERS),
        new Freshness(now, now, null, now.plus(Duration.ofHours(1))),
        false,
        -1);
  }

  private static long inParallel(Callable<Long> client) {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Long>> clients = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        clients.add(threads.submit(client));
      }
      long sum = 0;
      for (Future<Long> each : clients) {
        sum += each.get();
      }
      return sum;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a client failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
