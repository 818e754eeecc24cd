package io.apibuddy.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.config.Assignment;
import io.apibuddy.bootstrap.config.ConfigurationLoader;
import io.apibuddy.bootstrap.config.LoadedConfiguration;
import io.apibuddy.bootstrap.config.Sources;
import io.apibuddy.bootstrap.store.HotTierStorage;
import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.contract.DurabilityContract;
import io.apibuddy.ports.contract.StorageContract;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StorageProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The whole contract kit for every backend, chosen and opened as the product does it. */
class EveryBackendTest {
  private static final ClassLoader CLASS_PATH = EveryBackendTest.class.getClassLoader();

  @TempDir Path directory;

  @Test
  void noEngineOnTheClassPathIsLeftOut() {
    TreeSet<String> found = new TreeSet<>(List.of(StorageSelection.MEMORY));
    new Providers(CLASS_PATH).storages().stream().map(StorageProvider::name).forEach(found::add);

    assertThat(EveryBackendTest.class.getDeclaredClasses())
        .allMatch(StorageContract.class::isAssignableFrom)
        .extracting(walked -> walked.getSimpleName().toLowerCase(Locale.ROOT))
        .containsExactlyInAnyOrderElementsOf(found);
  }

  private Storage open(String backend, AdapterContext context) {
    List<Assignment> given = new ArrayList<>();
    given.add(Assignment.mapping("test", "a", "https://a.example"));
    given.add(Assignment.of("test", "cache.backend", backend));
    // What is promised does not depend on how fast this machine is.
    given.add(Assignment.of("test", "cache.store_budget", "30s"));
    List<StorageProvider> engines = new Providers(CLASS_PATH).storages();
    LoadedConfiguration loaded =
        LoadedConfiguration.load(
            new ConfigurationLoader(engines),
            new Sources(given, Map.of(), null, Map.of(), List.of()));
    Ingredients ingredients =
        new Ingredients(
            loaded,
            "test",
            null,
            null,
            List.of(),
            null,
            context.clock(),
            CLASS_PATH,
            changed -> {},
            null);
    StorageChoice choice =
        new StorageSelection(engines, directory::resolve).choose(loaded.configuration().storage());
    return new StorageOpening(
            ingredients,
            choice,
            new OpenResources(LoggerFactory.getLogger(EveryBackendTest.class)),
            context.clock(),
            context.ticker(),
            context.notices())
        .get();
  }

  @Nested
  class Memory implements StorageContract {
    @Override
    public Storage open(AdapterContext context) {
      Storage storage = EveryBackendTest.this.open("memory", context);
      assertThat(storage).isInstanceOf(InMemoryStorage.class);
      return storage;
    }
  }

  @Nested
  class Sqlite implements StorageContract, DurabilityContract {
    @Override
    public Storage open(AdapterContext context) {
      return EveryBackendTest.this.openBehindTheHotTier("sqlite", context);
    }
  }

  @Nested
  class RocksDb implements StorageContract, DurabilityContract {
    @Override
    public Storage open(AdapterContext context) {
      return EveryBackendTest.this.openBehindTheHotTier("rocksdb", context);
    }
  }

  private Storage openBehindTheHotTier(String backend, AdapterContext context) {
    Storage storage = open(backend, context);
    assertThat(storage).isInstanceOf(HotTierStorage.class);
    return storage;
  }
}
