package io.apibuddy.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StorageProvider;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StorageSelectorTest {
  private static final DefaultLocation CACHE = backend -> Path.of("cache", backend);

  @Test
  void memoryIsTheDefaultWhenEmbeddedAndCanBeNamed() {
    assertThat(choose(null, null, null, "one", "two")).isEqualTo(StorageChoice.MEMORY);
    assertThat(choose(null, ":memory:", null, "one")).isEqualTo(StorageChoice.MEMORY);
    assertThat(choose("memory", null, CACHE, "one", "two")).isEqualTo(StorageChoice.MEMORY);
    assertThat(choose("memory", ":memory:", CACHE)).isEqualTo(StorageChoice.MEMORY);
  }

  @Test
  void pathSelectsTheOnlyEngine() {
    assertThat(choose(null, "/tmp/x", null, "one").description()).isEqualTo("one  /tmp/x");
  }

  @Test
  void backendSelectsTheNamedEngine() {
    assertThat(choose("two", "/tmp/x", null, "one", "two").description()).isEqualTo("two  /tmp/x");
  }

  @Test
  void defaultLocationDependsOnTheEngine() {
    assertThat(choose(null, null, CACHE, "one").path())
        .isEqualTo(Path.of("cache", "one").toString());
    assertThat(choose("two", null, CACHE, "one", "two").path())
        .isEqualTo(Path.of("cache", "two").toString());
    assertThat(choose(null, null, CACHE)).isEqualTo(StorageChoice.MEMORY);
  }

  @Test
  void missingEngineOrPathIsReported() {
    refused(null, "/tmp/x", null)
        .hasMessage(
            "no storage engine on the class path to keep responses at /tmp/x: add"
                + " io.apibuddy:api-buddy-adapter-store-sqlite or another engine's jar, or name no"
                + " path to keep them in memory");
    refused("one", null, null, "one")
        .hasMessage("cache.backend is one, which needs a cache.database_path: set it");
    refused("onne", "/tmp/x", null, "two", "one")
        .hasMessage(
            "cache.backend is onne, but there is only memory, one, two; did you mean one?; correct the"
                + " name or add the engine's jar to the class path");
    refused("one", "/tmp/x", null)
        .hasMessage(
            "cache.backend is one, but there is only memory; correct the name or add the engine's jar"
                + " to the class path");
  }

  @Test
  void refusesToChooseBetweenSeveralEngines() {
    refused(null, "/tmp/x", null, "two", "one")
        .hasMessage(
            "several storage engines on the class path (one, two): choose one with cache.backend or"
                + " --backend");
    refused(null, null, CACHE, "two", "one").hasMessageContaining("choose one with cache.backend");
    for (String backend : Arrays.asList("one", null)) {
      refused(backend, "/tmp/x", null, "one", "one")
          .hasMessageStartingWith("2 storage engines are named one (")
          .hasMessageContaining(StorageSelectorTest.class.getName())
          .hasMessageEndingWith("): keep only one of them");
    }
  }

  @Test
  void refusesABackendThatContradictsThePath() {
    refused("memory", "/tmp/x", null)
        .hasMessage(
            "cache.backend is memory, which does not use cache.database_path /tmp/x: remove one"
                + " of the two");
    refused("one", ":memory:", null, "one")
        .hasMessage("cache.backend is one, but cache.database_path is :memory:; write a path");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(
      @Nullable String backend,
      @Nullable String path,
      @Nullable DefaultLocation location,
      String... found) {
    return assertThatThrownBy(() -> choose(backend, path, location, found))
        .isInstanceOf(ConfigurationException.class);
  }

  private static StorageChoice choose(
      @Nullable String backend,
      @Nullable String path,
      @Nullable DefaultLocation location,
      String... found) {
    List<StorageProvider> providers = Stream.of(found).map(StorageSelectorTest::named).toList();
    return new StorageSelector(providers, location)
        .choose(new Configuration.Store(backend, path, Map.of(), 0));
  }

  private static StorageProvider named(String name) {
    return new StorageProvider() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Set<String> settingNames() {
        return Set.of();
      }

      @Override
      public Storage open(AdapterContext context) {
        throw new UnsupportedOperationException();
      }
    };
  }
}
