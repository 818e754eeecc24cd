package io.apibuddy.bootstrap.growth;

import io.apibuddy.domain.cache.AcceptedCoding;
import io.apibuddy.domain.cache.BodyDigest;
import io.apibuddy.domain.cache.CacheKeyFactory;
import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.ProxyConfiguration;
import io.apibuddy.domain.routing.BadTargetException;
import io.apibuddy.domain.routing.RequestTarget;
import io.apibuddy.domain.routing.RoutedTarget;
import io.apibuddy.domain.routing.Router;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StorageProvider;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredRequest;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Fills a store as the product would, without a million upstream calls.
 *
 * @param backend the storage's name
 * @param directory the store's place
 * @param upstream the base URL that the alias is mapped to
 */
record StoreFiller(String backend, Path directory, String upstream) {
  private static final int THREADS = 8;
  private static final int LENGTH = 1024;
  private static final Duration TTL = Duration.ofDays(7);

  /** Returns the target of an entry, below the alias. */
  static String target(int number) {
    return "/" + LENGTH + "/items/" + number;
  }

  /** Stores the answers to {@code 0} to {@code entries - 1}. */
  void store(int entries) throws InterruptedException, ExecutionException {
    AtomicInteger next = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (Storage storage = open()) {
      Keys keys = new Keys(AliasConfiguration.of("api", upstream), storage.secret());
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        all.add(
            threads.submit(
                () -> {
                  for (int n = next.getAndIncrement(); n < entries; n = next.getAndIncrement()) {
                    store(storage, keys.of(n));
                  }
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
      long stored =
          storage.responses().stats(Instant.now()).values().stream()
              .mapToLong(StoreStats::entries)
              .sum();
      if (stored != entries) {
        throw new IllegalStateException(stored + " of " + entries + " entries were stored");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Storage open() {
    Settings settings =
        Settings.of(
            Map.of(
                "database_path",
                directory.toString(),
                "max_entries",
                10_000_000L,
                "max_size_mb",
                1_000_000L,
                "store_budget",
                Duration.ofMinutes(1)));
    return ServiceLoader.load(StorageProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.name().equals(backend))
        .findFirst()
        .orElseThrow()
        .open(AdapterContext.of(settings));
  }

  @SuppressWarnings("NullAway") // javac 17 drops type annotations of compact constructors
  private static void store(Storage storage, CacheKey key) {
    Instant now = Instant.now();
    EntryDraft draft =
        new EntryDraft(
            key,
            "",
            new StoredRequest(
                key.domain(),
                key.upstream(),
                key.method(),
                key.target(),
                Headers.EMPTY,
                Body.EMPTY,
                ""),
            new ResponseHead(200, Headers.of("Content-Type", "application/json")),
            new Freshness(now, now, TTL, now.plus(TTL)),
            false,
            LENGTH);
    try (EntryWriter writer = storage.responses().begin(draft)) {
      writer.write(ByteBuffer.allocate(LENGTH));
      writer.commit(EntryCompletion.PLAIN);
    }
  }

  /** The keys under which the product looks the targets up. */
  private static final class Keys {
    private final Router router;
    private final CacheKeyFactory factory;

    Keys(AliasConfiguration mapping, byte[] secret) {
      router = new Router(List.of(mapping));
      factory =
          new CacheKeyFactory(mapping, ProxyConfiguration.DEFAULT_CREDENTIAL_QUERY_PARAMS, secret);
    }

    CacheKey of(int number) {
      try {
        RoutedTarget routed =
            Objects.requireNonNull(router.route(new RequestTarget("/api" + target(number), null)));
        AcceptedCoding coding = AcceptedCoding.of(Headers.EMPTY);
        return factory.key(routed, "GET", Headers.EMPTY, coding, BodyDigest.NONE);
      } catch (BadTargetException e) {
        throw new IllegalStateException("the target is plain", e);
      }
    }
  }
}
