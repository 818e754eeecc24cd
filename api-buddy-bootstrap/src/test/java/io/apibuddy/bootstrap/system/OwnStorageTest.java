package io.apibuddy.bootstrap.system;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.bootstrap.CachingProxyBuilder;
import io.apibuddy.bootstrap.error.CacheException;
import io.apibuddy.bootstrap.error.StartException;
import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.ConfigHistory;
import io.apibuddy.ports.store.ConfigRevision;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.EntryPage;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.ForwardingResponseStore;
import io.apibuddy.ports.store.ForwardingStorage;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoreStats;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How failures of a storage adapter that an embedder has written are reported. */
class OwnStorageTest {
  private static final byte[] CONTENT = "x".repeat(1_000).getBytes(StandardCharsets.UTF_8);
  private static final String MESSAGE = "the storage adapter failed with ";

  @TempDir Path directory;
  private final Client client = new Client();
  private volatile String broken = "";

  private void fail(String part) {
    if (broken.equals(part)) {
      throw new UnsupportedOperationException("boom");
    }
  }

  private final class Own extends ForwardingStorage implements ConfigHistory {
    private final ResponseStore responses = new OwnResponses(super.responses());

    Own() {
      super(new InMemoryStorage(AdapterContext.of(Settings.NONE)));
    }

    @Override
    public ResponseStore responses() {
      return responses;
    }

    @Override
    public ConfigHistory configHistory() {
      return this;
    }

    @Override
    public byte[] secret() {
      fail("secret");
      return super.secret();
    }

    @Override
    public ConfigRevision append(Instant at, String author, String document) {
      return super.configHistory().append(at, author, document);
    }

    @Override
    public Optional<ConfigRevision> latest() {
      return super.configHistory().latest();
    }

    @Override
    public List<ConfigRevision> list(int limit) {
      fail("list");
      return super.configHistory().list(limit);
    }
  }

  private final class OwnResponses extends ForwardingResponseStore {
    OwnResponses(ResponseStore store) {
      super(store);
    }

    @Override
    public Map<String, StoreStats> stats(Instant now) {
      fail("stats");
      return super.stats(now);
    }

    @Override
    public EntryPage entries(EntryQuery query) {
      fail("entries");
      return super.entries(query);
    }

    @Override
    public EntryWriter begin(EntryDraft draft) {
      fail("begin");
      return super.begin(draft);
    }

    @Override
    public void settle() {
      fail("settle");
      super.settle();
    }

    @Override
    public Optional<Body> body(EntryId id, long offset) {
      fail("body");
      return broken.equals("content")
          ? Optional.of(Body.Stream.of(new BrokenStream(), -1))
          : super.body(id, offset);
    }
  }

  private static final class BrokenStream extends InputStream {
    @Override
    public int read() {
      throw new UnsupportedOperationException("boom");
    }

    @Override
    public int read(byte[] target, int offset, int count) {
      throw new UnsupportedOperationException("boom");
    }
  }

  private static LoopbackApi api() throws Exception {
    return LoopbackApi.http().on("/", LoopbackApi.content("text/plain", CONTENT));
  }

  private CachingProxyBuilder proxy(LoopbackApi api) {
    return CachingProxy.builder().map("api", api.url()).storage(new Own());
  }

  private HttpResponse<byte[]> admin(CachingProxy proxy, String path) throws Exception {
    return client.get(proxy.baseUrl("api").replace("/api", "/admin/" + path));
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  /** Waits for a hit, since an answer may be stored a moment after its client has it. */
  private void awaitStored(CachingProxy proxy) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                Client.field(client.get(proxy.baseUrl("api") + "/x"), "Cache-Status")
                    .contains("; hit"));
  }

  @Test
  void startFailsNamingAStorageThatProvidesNoSecret() throws Exception {
    broken = "secret";
    try (LoopbackApi api = api()) {
      assertThatThrownBy(() -> proxy(api).start())
          .isInstanceOf(CacheException.class)
          .hasMessageStartingWith("the storage adapter " + Own.class.getName())
          .hasMessageEndingWith("boom");
    }
  }

  @Test
  void statusReportsAFailingStorage() throws Exception {
    try (LoopbackApi api = api();
        CachingProxy proxy = proxy(api).start()) {
      broken = "stats";
      HttpResponse<byte[]> status = admin(proxy, "status");
      assertThat(status.statusCode()).isEqualTo(200);
      assertThat(text(status)).contains("\"state\":\"failing\"", MESSAGE, "boom");
      assertThat(text(admin(proxy, "metrics?format=prometheus"))).contains("cache_entries");
    }
  }

  @Test
  void failingHistoryIsReportedAsStoreFailure() throws Exception {
    try (LoopbackApi api = api();
        CachingProxy proxy = proxy(api).start()) {
      broken = "list";
      HttpResponse<byte[]> history = admin(proxy, "config/history");
      assertThat(history.statusCode()).isEqualTo(503);
      assertThat(text(history)).contains("store_failed", MESSAGE, "boom");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"entries", "body", "content"})
  void exportReportsAFailureOfTheStorage(String part) throws Exception {
    try (LoopbackApi api = api();
        CachingProxy proxy = proxy(api).start()) {
      awaitStored(proxy);
      broken = part;
      assertThatThrownBy(() -> proxy.exportFixtures(directory))
          .isInstanceOf(CacheException.class)
          .hasMessageStartingWith(MESSAGE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"begin", "settle"})
  void importReportsAFailureOfTheStorage(String part) throws Exception {
    try (LoopbackApi api = api();
        CachingProxy proxy = proxy(api).start()) {
      awaitStored(proxy);
      assertThat(proxy.exportFixtures(directory)).isEqualTo(1);
      broken = part;
      assertThatThrownBy(() -> proxy.importFixtures(directory))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining(MESSAGE);
    }
  }

  @Test
  void meterRegistryThatRejectsMetersFailsTheStart() throws Exception {
    SimpleMeterRegistry closed = new SimpleMeterRegistry();
    closed
        .config()
        .onMeterAdded(
            meter -> {
              throw new IllegalStateException("boom");
            });
    try (LoopbackApi api = api()) {
      assertThatThrownBy(() -> proxy(api).meterRegistry(closed).start())
          .isInstanceOf(StartException.class)
          .hasMessageContaining("boom");
    }
  }
}
