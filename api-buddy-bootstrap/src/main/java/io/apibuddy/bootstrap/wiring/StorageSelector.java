package io.apibuddy.bootstrap.wiring;

import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.config.NearestName;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.ports.store.StorageProvider;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the storage by the configuration. If several engines could be used, it requires a choice
 * instead of taking the first.
 */
final class StorageSelector {
  /** The name of the built-in storage, which needs no engine. */
  static final String MEMORY = "memory";

  private static final String MEMORY_PATH = ":memory:";
  private static final String SQLITE = "io.apibuddy:api-buddy-adapter-store-sqlite";

  private final List<StorageProvider> found;
  private final @Nullable DefaultLocation location;

  StorageSelector(List<StorageProvider> found, @Nullable DefaultLocation location) {
    this.found = found;
    this.location = location;
  }

  /**
   * Chooses the storage.
   *
   * @throws ConfigurationException if the configuration contradicts itself, or does not determine
   *     one of the engines found
   */
  StorageChoice choose(Configuration.Store store) {
    String backend = store.backend();
    String path = store.path();
    if (MEMORY.equals(backend)) {
      if (path != null && !path.equals(MEMORY_PATH)) {
        throw new ConfigurationException(
            "cache.backend is memory, which does not use cache.database_path "
                + path
                + ": remove one of the two");
      }
      return StorageChoice.MEMORY;
    }
    if (MEMORY_PATH.equals(path)) {
      if (backend != null) {
        throw new ConfigurationException(
            "cache.backend is " + backend + ", but cache.database_path is :memory:; write a path");
      }
      return StorageChoice.MEMORY;
    }
    return path == null ? withoutPath(backend) : StorageChoice.of(engine(backend, path), path);
  }

  private StorageChoice withoutPath(@Nullable String backend) {
    if (location == null) {
      if (backend != null) {
        named(backend);
        throw new ConfigurationException(
            "cache.backend is " + backend + ", which needs a cache.database_path: set it");
      }
      return StorageChoice.MEMORY;
    }
    if (backend == null && found.isEmpty()) {
      return StorageChoice.MEMORY;
    }
    StorageProvider engine = engine(backend, "the default path");
    return StorageChoice.of(engine, location.of(engine.name()).toString());
  }

  private StorageProvider engine(@Nullable String backend, String path) {
    if (backend != null) {
      return named(backend);
    }
    if (found.isEmpty()) {
      throw new ConfigurationException(
          "no storage engine on the class path to keep responses at "
              + path
              + ": add "
              + SQLITE
              + " or another engine's jar, or name no path to keep them in memory");
    }
    if (found.stream().map(StorageProvider::name).distinct().count() > 1) {
      throw new ConfigurationException(
          "several storage engines on the class path ("
              + foundNames()
              + "): choose one with cache.backend or --backend");
    }
    return named(found.get(0).name());
  }

  private StorageProvider named(String backend) {
    List<StorageProvider> matching =
        found.stream().filter(provider -> provider.name().equals(backend)).toList();
    if (matching.isEmpty()) {
      throw new ConfigurationException(
          "cache.backend is "
              + backend
              + ", but there is only "
              + String.join(", ", availableNames())
              + NearestName.hint(backend, availableNames())
              + "; correct the name or add the engine's jar to the class path");
    }
    if (matching.size() > 1) {
      throw new ConfigurationException(
          matching.size()
              + " storage engines are named "
              + backend
              + " ("
              + matching.stream().map(AdapterOrigin::of).sorted().collect(Collectors.joining(", "))
              + "): keep only one of them");
    }
    return matching.get(0);
  }

  private List<String> availableNames() {
    return Stream.concat(Stream.of(MEMORY), found.stream().map(StorageProvider::name))
        .distinct()
        .sorted()
        .toList();
  }

  private String foundNames() {
    return found.stream().map(StorageProvider::name).sorted().collect(Collectors.joining(", "));
  }
}
