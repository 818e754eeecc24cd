package io.apibuddy.bootstrap;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.bootstrap.error.CacheException;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.LifecycleException;
import io.apibuddy.bootstrap.error.ProxyException;
import io.apibuddy.bootstrap.error.StartException;
import io.apibuddy.bootstrap.fakes.FakeClientProvider;
import io.apibuddy.bootstrap.fakes.FakeFrontendProvider;
import io.apibuddy.bootstrap.fakes.FakeStorageProvider;
import io.apibuddy.bootstrap.fakes.Journal;
import io.apibuddy.bootstrap.wiring.ServiceFiles;
import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.http.HttpFrontendProvider;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.StorageProvider;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.upstream.UpstreamClientProvider;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachingProxyTest {
  @TempDir Path directory;
  private ClassLoader before = ClassLoader.getSystemClassLoader();

  @BeforeEach
  void useFakes() {
    Journal.reset();
    before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread()
        .setContextClassLoader(
            new ServiceFiles(directory)
                .with(HttpFrontendProvider.class, FakeFrontendProvider.class.getName())
                .with(UpstreamClientProvider.class, FakeClientProvider.class.getName())
                .with(StorageProvider.class, FakeStorageProvider.class.getName()));
  }

  @AfterEach
  void useNoFakes() throws IOException {
    ((ServiceFiles) Thread.currentThread().getContextClassLoader()).close();
    Thread.currentThread().setContextClassLoader(before);
  }

  @Test
  void startsInMemoryOnAnyPort() {
    try (CachingProxy proxy = mapped().start()) {
      assertThat(proxy.isRunning()).isTrue();
      assertThat(proxy.port()).isEqualTo(4711);
      assertThat(proxy.baseUrl("a")).isEqualTo("http://127.0.0.1:4711/a");
      assertThat(proxy.clearCache()).isZero();
      assertThat(proxy.clearCache("a")).isZero();
      assertThat(Journal.steps()).containsExactly("frontend start on 0");
    }
  }

  @Test
  @SuppressWarnings("NullAway") // as a language without null checks may call it
  void nullArgumentsAreRejected() {
    try (CachingProxy proxy = mapped().start()) {
      assertThatThrownBy(() -> proxy.clearCache(null)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> proxy.reloadConfig(null)).isInstanceOf(NullPointerException.class);
    }
  }

  @Test
  void closesResourcesInReverseOrderOfOpening() {
    CachingProxy proxy = mapped().set("cache.database_path", "/tmp/x").start();

    proxy.stop();
    proxy.close();

    assertThat(proxy.isRunning()).isFalse();
    assertThat(Journal.steps())
        .containsExactly(
            "storage open",
            "frontend start on 0",
            "frontend close",
            "client close",
            "storage close");
  }

  @Test
  void givesTheStorageItsSettings() {
    mapped().set("cache.database_path", "/tmp/x").set("cache.max_entries", 7).start().close();

    Settings settings = Objects.requireNonNull(Journal.storageContext()).settings();
    assertThat(settings.text("database_path")).isEqualTo("/tmp/x");
    assertThat(settings.number("max_entries", 0)).isEqualTo(7);
  }

  @Test
  void leavesTheCallersStorageOpen() {
    try (InMemoryStorage storage = new InMemoryStorage(AdapterContext.of(Settings.NONE))) {
      mapped().storage(storage).start().close();

      assertThatCode(storage::secret).doesNotThrowAnyException();
      assertThat(Journal.steps()).doesNotContain("storage open");
    }
  }

  @Test
  void environmentAndBuilderValuesOverrideTheFile() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("c.yaml"),
            "server:\n  port: 5\ndomain_mappings:\n  b: https://${HOST}\n");

    CachingProxy.builder()
        .config(file)
        .environment(Map.of("HOST", "e.example", "API_BUDDY_SERVER_PORT", "6"))
        .start()
        .close();
    CachingProxy.builder()
        .config(file)
        .environment(Map.of("HOST", "e.example"))
        .port(7)
        .ttl(Duration.ofMinutes(5))
        .start()
        .close();

    assertThat(Journal.steps()).contains("frontend start on 6", "frontend start on 7");
  }

  @Test
  void unknownAliasIsReportedWithTheMappedOnes() {
    try (CachingProxy proxy = mapped().map("b", "https://b.example.com").start()) {
      assertThatThrownBy(() -> proxy.baseUrl("c"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("alias c is not mapped, only a, b");
    }
  }

  @Test
  void namesEveryProblemOfAConfiguration() {
    CachingProxy proxy = mapped().port(-1).set("cache.tll", "5m").build();

    assertThatThrownBy(proxy::start)
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.problems()).hasSize(2))
        .hasMessageContaining("set(\"server.port\"): server.port: expected")
        .hasMessageContaining("cache.tll: unknown key");
    assertThat(Journal.steps()).isEmpty();
  }

  @Test
  void secondStartIsRefusedWhileRunning() {
    try (CachingProxy proxy = mapped().start()) {
      assertThatThrownBy(proxy::start)
          .isInstanceOf(LifecycleException.class)
          .hasMessage("the proxy is running already");
      assertThat(proxy.isRunning()).isTrue();
    }
  }

  @Test
  void closedProxyCannotBeStartedOrUsed() {
    CachingProxy proxy = mapped().build();
    assertThatThrownBy(proxy::port).hasMessage("the proxy is not running");
    proxy.close();

    assertThatThrownBy(proxy::start)
        .isInstanceOf(ProxyException.class)
        .hasMessage("the proxy was closed; build another one");
    assertThatThrownBy(proxy::clearCache).isInstanceOf(LifecycleException.class);
  }

  @Test
  void closesEverythingWhenThePortIsInUse() {
    Journal.onBinding(
        () -> {
          throw new BindException("127.0.0.1:80: Address already in use");
        });
    CachingProxy proxy = mapped().set("cache.database_path", "/tmp/x").build();

    assertThatThrownBy(proxy::start)
        .isInstanceOf(StartException.class)
        .hasMessage(
            "127.0.0.1:80: Address already in use; free it, or choose another port (server.port, --port)");

    assertThat(proxy.isRunning()).isFalse();
    assertThat(Journal.steps())
        .containsExactly("storage open", "frontend close", "client close", "storage close");
  }

  @Test
  void canBeStartedAgainAfterAFailedStart() {
    AtomicInteger attempts = new AtomicInteger();
    Journal.onOpening(
        () -> {
          attempts.incrementAndGet();
          throw new StoreException(StoreException.Kind.LOCKED, "/tmp/x is in use");
        });
    CachingProxy proxy = mapped().set("cache.database_path", "/tmp/x").build();
    assertThatThrownBy(proxy::start)
        .isInstanceOf(CacheException.class)
        .hasMessage("/tmp/x is in use");
    assertThat(attempts).hasValue(1);
    Journal.reset();

    proxy.start().close();

    assertThat(Journal.steps()).contains("storage close");
  }

  @Test
  void engineThatThrowsUnexpectedlyIsNamed() {
    Journal.onOpening(
        () -> {
          throw new UnsupportedOperationException("boom");
        });

    assertThatThrownBy(() -> mapped().set("cache.database_path", "/tmp/x").start())
        .isInstanceOf(CacheException.class)
        .hasMessageContainingAll(FakeStorageProvider.class.getName(), "boom");
  }

  @Test
  void startOnAnInterruptedThreadFailsAndKeepsTheInterrupt() {
    CachingProxy proxy = mapped().build();
    Thread.currentThread().interrupt();

    assertThatThrownBy(proxy::start)
        .isInstanceOf(StartException.class)
        .hasMessage("interrupted while starting");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Journal.steps()).isEmpty();
  }

  @Test
  void givesUpBindingAfterTheStartTimeout() {
    CountDownLatch never = new CountDownLatch(1);
    Journal.onBinding(
        () -> {
          never.await();
          return 0;
        });

    assertThatThrownBy(() -> mapped().set("server.start_timeout", "50ms").start())
        .isInstanceOf(StartException.class)
        .hasMessage("the address was not bound within server.start_timeout of 50 ms");

    assertThat(Journal.steps()).contains("frontend close", "client close");
  }

  @Test
  void namesASettingThatAnAdapterRefuses() {
    assertThatThrownBy(() -> mapped().set("server.upstream_ca_file", "none.pem").start())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("set(\"server.upstream_ca_file\"): server.upstream_ca_file: no such file");
  }

  @Test
  void reportsTheFilePositionOfARefusedSetting() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("c.yaml"),
            """
            server:
              upstream_ca_file: none.pem
            """);
    assertThatThrownBy(() -> mapped().config(file).start())
        .hasMessage("c.yaml:2:21: server.upstream_ca_file: no such file");

    Files.writeString(
        file,
        """
        cache:
          backend: fake
          database_path: anywhere
          fake_depth: deep
        """);
    assertThatThrownBy(() -> mapped().config(file).start())
        .hasMessageStartingWith("c.yaml:4:15: cache.fake_depth: expected Long");

    Files.writeString(file, "callbacks:\n  on_notice: com.example.Nope\n");
    assertThatThrownBy(() -> mapped().config(file).start())
        .hasMessageStartingWith("c.yaml:2:3: callbacks.on_notice: no class com.example.Nope");
  }

  @Test
  void leavesNoMaintenanceThreadBehind() {
    mapped().start().close();

    // An executor terminates a moment before its thread.
    await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("api-buddy-maintenance")));
  }

  @Test
  void stoppingOneProxyDoesNotStopAnother() {
    try (CachingProxy one = mapped().start();
        CachingProxy two = mapped().start()) {
      one.stop();

      assertThat(two.isRunning()).isTrue();
    }
  }

  private static CachingProxyBuilder mapped() {
    return CachingProxy.builder().map("a", "https://api.example.com");
  }
}
