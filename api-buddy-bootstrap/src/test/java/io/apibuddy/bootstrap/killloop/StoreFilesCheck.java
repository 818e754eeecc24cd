package io.apibuddy.bootstrap.killloop;

import io.apibuddy.bootstrap.system.NumberedApi;
import io.apibuddy.bootstrap.system.NumberedContent;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.EntryPage;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StorageProvider;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.time.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Checks a copy of the files that a killed process left, first with the engine, then with the
 * adapter.
 */
final class StoreFilesCheck {
  private static final int PAGE = 1000;

  /** How long a store may take to remove what the killed process left unfinished. */
  private static final Duration CLEANING = Duration.ofSeconds(20);

  private final StorageProvider provider;
  private final EngineFiles engine;
  private final KillLoopCounts figures;

  StoreFilesCheck(String backend, KillLoopCounts figures) {
    this.provider =
        ServiceLoader.load(StorageProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(candidate -> candidate.name().equals(backend))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(backend + " is not on the class path"));
    this.engine = EngineFiles.of(backend);
    this.figures = figures;
  }

  void check(Path store) throws Exception {
    for (String damage : engine.damage(store)) {
      failure(damage);
    }
    try (Storage storage = open(store)) {
      readAll(storage.responses());
    }
    long leftOver = engine.leftOver(store);
    long deadline = System.nanoTime() + CLEANING.toNanos();
    for (long pause = 100; leftOver > 0 && System.nanoTime() < deadline; pause *= 2) {
      try (Storage storage = open(store)) {
        Thread.sleep(pause);
        storage.responses().stats(Instant.now());
      }
      leftOver = engine.leftOver(store);
    }
    figures.leftOver.addAndGet(leftOver);
  }

  private Storage open(Path store) {
    Queue<Notice> notices = new ConcurrentLinkedQueue<>();
    Map<String, Object> settings =
        Map.of(
            "database_path",
            store.toString(),
            "max_entries",
            (long) RestartedProxy.ROOMY.entries(),
            "max_size_mb",
            (long) RestartedProxy.ROOMY.megabytes());
    Storage storage =
        provider.open(
            new AdapterContext(
                Settings.of(settings), InstantSource.system(), Ticker.system(), notices::add));
    notices.forEach(notice -> failure(notice.toString()));
    return storage;
  }

  private void readAll(ResponseStore responses) throws IOException {
    long listed = 0;
    long readable = 0;
    long bytes = 0;
    EntryQuery query = EntryQuery.first(EntrySelector.ALL, PAGE);
    while (true) {
      EntryPage page = responses.entries(query);
      for (StoredResponse entry : page.entries()) {
        listed++;
        bytes += entry.length();
        readable += isWhole(responses, entry) ? 1 : 0;
      }
      String next = page.next();
      if (next == null) {
        break;
      }
      query = new EntryQuery(EntrySelector.ALL, null, next, PAGE);
    }
    long counted = 0;
    long countedBytes = 0;
    for (StoreStats domain : responses.stats(Instant.now()).values()) {
      counted += domain.entries();
      countedBytes += domain.bytes();
    }
    figures.reportedEntries.addAndGet(counted);
    figures.readableEntries.addAndGet(readable);
    if (counted != listed || countedBytes != bytes) {
      failure(
          "the statistics have "
              + counted
              + " entries of "
              + countedBytes
              + " bytes, the list has "
              + listed
              + " of "
              + bytes);
    }
  }

  private boolean isWhole(ResponseStore responses, StoredResponse entry) throws IOException {
    Headers fields = entry.response().headers();
    int number = Integer.parseInt(Objects.requireNonNull(fields.first(NumberedApi.NUMBER)));
    long version = Long.parseLong(Objects.requireNonNull(fields.first(NumberedApi.VERSION)));
    Optional<Body> opened = responses.body(entry.id(), 0);
    if (opened.isEmpty()) {
      failure("number " + number + " has no content");
      return false;
    }
    try (Body body = opened.get();
        InputStream content = body.stream()) {
      if (Arrays.equals(content.readAllBytes(), NumberedContent.of(number, version))) {
        return true;
      }
      figures.wrongBodies.incrementAndGet();
      System.out.println("  number " + number + ": wrong content at rest");
      return false;
    }
  }

  private void failure(String trouble) {
    figures.integrityFailures.incrementAndGet();
    System.out.println("  integrity: " + trouble);
  }
}
