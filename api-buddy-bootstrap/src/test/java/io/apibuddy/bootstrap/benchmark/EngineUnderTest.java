package io.apibuddy.bootstrap.benchmark;

import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StorageProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;

/**
 * A storage engine under test.
 *
 * @param name the value of {@code cache.backend}
 * @param settingNames the names of its settings
 * @param opener opens it
 */
record EngineUnderTest(
    String name, Set<String> settingNames, Function<AdapterContext, Storage> opener) {
  private static final String MEMORY = "memory";
  private static final String COMPRESSION = "enable_compression";
  private static final long PLENTY = 100_000_000;

  EngineUnderTest {
    settingNames = Set.copyOf(settingNames);
  }

  /** Returns the engines that the words after the first name, or all if there are none. */
  static List<EngineUnderTest> named(String[] words) {
    List<String> wanted = List.of(words).subList(Math.min(1, words.length), words.length);
    return all().stream()
        .filter(engine -> wanted.isEmpty() || wanted.contains(engine.name()))
        .toList();
  }

  /** Returns memory and every engine on the class path. */
  private static List<EngineUnderTest> all() {
    List<EngineUnderTest> engines = new ArrayList<>();
    engines.add(new EngineUnderTest(MEMORY, Set.of(), InMemoryStorage::new));
    for (StorageProvider provider : ServiceLoader.load(StorageProvider.class)) {
      engines.add(new EngineUnderTest(provider.name(), provider.settingNames(), provider::open));
    }
    return engines;
  }

  /** Returns whether it keeps its data in files. */
  boolean hasFiles() {
    return !name.equals(MEMORY);
  }

  boolean canCompress() {
    return settingNames.contains(COMPRESSION);
  }

  /** Opens the engine with room for everything and a generous store budget. */
  Storage open(Path directory, boolean compressed) {
    return open(directory, compressed, PLENTY, PLENTY);
  }

  /** Opens the engine with little room and a generous store budget. */
  Storage openBounded(Path directory, long entries, long megabytes) {
    return open(directory, true, entries, megabytes);
  }

  private Storage open(Path directory, boolean compressed, long entries, long megabytes) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("max_entries", entries);
    settings.put("max_size_mb", megabytes);
    if (hasFiles()) {
      settings.put("database_path", directory.resolve(name).toString());
      settings.put("store_budget", Duration.ofMinutes(1));
    }
    if (canCompress()) {
      settings.put(COMPRESSION, compressed);
    }
    return opener.apply(AdapterContext.of(Settings.of(settings)));
  }
}
