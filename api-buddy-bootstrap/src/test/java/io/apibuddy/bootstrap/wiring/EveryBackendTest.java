package io.apibuddy.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.config.Assignment;
import io.apibuddy.bootstrap.config.ConfigurationLoader;
import io.apibuddy.bootstrap.config.LoadedConfiguration;
import io.apibuddy.bootstrap.config.Sources;
import io.apibuddy.bootstrap.store.HotTierStorage;
import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.contract.AbsenceContract;
import io.apibuddy.ports.contract.DurabilityContract;
import io.apibuddy.ports.contract.FloodContract;
import io.apibuddy.ports.contract.HttpFrontendContract;
import io.apibuddy.ports.contract.KillContract;
import io.apibuddy.ports.contract.LargeEntryContract;
import io.apibuddy.ports.contract.ManyEntriesContract;
import io.apibuddy.ports.contract.ReadOnlyContract;
import io.apibuddy.ports.contract.StorageContract;
import io.apibuddy.ports.contract.UpstreamClientFactory;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StorageProvider;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The whole contract kit for every backend, selected and opened as the product does. */
@Tag("walk")
class EveryBackendTest {
  private static final ClassLoader CLASS_PATH = EveryBackendTest.class.getClassLoader();

  @TempDir Path directory;

  @Test
  void everyEngineOnTheClassPathIsTested() {
    TreeSet<String> found = new TreeSet<>(List.of(StorageSelector.MEMORY));
    new Providers(CLASS_PATH).storages().stream().map(StorageProvider::name).forEach(found::add);

    assertThat(EveryBackendTest.class.getDeclaredClasses())
        .filteredOn(nested -> nested.isAnnotationPresent(Nested.class))
        .allMatch(StorageContract.class::isAssignableFrom)
        .extracting(walked -> walked.getSimpleName().toLowerCase(Locale.ROOT))
        .containsExactlyInAnyOrderElementsOf(found);
  }

  @Test
  void everyContractOfTheKitIsTested() throws Exception {
    List<Class<?>> kit = new ArrayList<>();
    for (String name : contracts()) {
      kit.add(Class.forName(StorageContract.class.getPackageName() + "." + name));
    }
    kit.remove(HttpFrontendContract.class);
    kit.removeIf(UpstreamClientFactory.class::isAssignableFrom);

    assertThat(kit).hasSizeGreaterThan(10).allMatch(part -> part.isAssignableFrom(WholeKit.class));
  }

  /** Returns the names of all contracts in the kit's jar or directory. */
  private static List<String> contracts() throws Exception {
    Path kit =
        Path.of(StorageContract.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(kit)) {
      return contracts(kit);
    }
    try (FileSystem jar = FileSystems.newFileSystem(kit)) {
      return contracts(jar.getPath("/"));
    }
  }

  private static List<String> contracts(Path kit) throws IOException {
    Path classes = kit.resolve(StorageContract.class.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.list(classes)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith("Contract.class"))
          .map(file -> file.substring(0, file.length() - ".class".length()))
          .toList();
    }
  }

  private Storage open(String backend, AdapterContext context, Assignment... further) {
    List<Assignment> given = new ArrayList<>();
    given.add(Assignment.mapping("test", "a", "https://a.example"));
    given.add(Assignment.of("test", "cache.backend", backend));
    // The contracts must hold however slow this machine is.
    given.add(Assignment.of("test", "cache.store_budget", "30s"));
    given.addAll(List.of(further));
    List<StorageProvider> engines = new Providers(CLASS_PATH).storages();
    LoadedConfiguration loaded =
        LoadedConfiguration.load(new ConfigurationLoader(engines), Sources.of(given));
    ProxySpec spec = ProxySpec.of(loaded, "test", CallerParts.NONE, CLASS_PATH);
    StorageChoice choice =
        new StorageSelector(engines, directory::resolve).choose(loaded.configuration().storage());
    return new StorageOpening(
            spec,
            choice,
            new OpenResources(LoggerFactory.getLogger(EveryBackendTest.class)),
            context.clock(),
            context.ticker(),
            context.notices())
        .get();
  }

  private Storage openBounded(String backend, @Nullable Path place, Map<String, Object> bounds) {
    List<Assignment> further = new ArrayList<>();
    bounds.forEach(
        (name, bound) -> {
          if (!name.equals("store_budget")) {
            further.add(Assignment.of("test", "cache." + name, bound));
          }
        });
    // The hot tier's share of the heap is its own affair.
    further.add(Assignment.of("test", "cache.memory_max_mb", 8));
    if (place != null) {
      bounds.put("database_path", place.toString());
      further.add(Assignment.of("test", "cache.database_path", place.toString()));
    }
    return open(backend, AdapterContext.of(Settings.NONE), further.toArray(Assignment[]::new));
  }

  @Nested
  class Memory implements StorageContract, AbsenceContract, FloodContract {
    @Override
    public Storage open(AdapterContext context) {
      Storage storage = EveryBackendTest.this.open("memory", context);
      assertThat(storage).isInstanceOf(InMemoryStorage.class);
      return storage;
    }

    @Override
    public Storage openBounded(Path place, Map<String, Object> bounds) {
      return EveryBackendTest.this.openBounded("memory", null, bounds);
    }

    @Override
    public long mostOverhead() {
      return 0;
    }
  }

  /** The whole kit, for a durable engine. */
  private abstract class WholeKit
      implements StorageContract,
          AbsenceContract,
          DurabilityContract,
          FloodContract,
          KillContract,
          ReadOnlyContract,
          LargeEntryContract,
          ManyEntriesContract {
    private final String backend;

    WholeKit(String backend) {
      this.backend = backend;
    }

    @Override
    public Storage open(AdapterContext context) {
      Storage storage = EveryBackendTest.this.open(backend, context);
      assertThat(storage).isInstanceOf(HotTierStorage.class);
      return storage;
    }

    @Override
    public Storage openBounded(Path place, Map<String, Object> bounds) {
      return EveryBackendTest.this.openBounded(backend, place, bounds);
    }

    @Override
    public long mostOverhead() {
      return 140L << 20; // each engine's own test has its exact bound
    }

    @Override
    public StorageProvider provider() {
      return new Providers(CLASS_PATH)
          .storages().stream()
              .filter(engine -> engine.name().equals(backend))
              .findFirst()
              .orElseThrow();
    }
  }

  @Nested
  class Sqlite extends WholeKit {
    Sqlite() {
      super("sqlite");
    }
  }

  @Nested
  class RocksDb extends WholeKit {
    RocksDb() {
      super("rocksdb");
    }
  }
}
