package io.apibuddy.bootstrap.wiring;

import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.StorageProvider;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The chosen storage.
 *
 * @param provider the storage engine, null for memory
 * @param path where the engine keeps its files, null for memory
 */
record StorageChoice(@Nullable StorageProvider provider, @Nullable String path) {

  /** Storage in memory, which ends with the process. */
  static final StorageChoice MEMORY = new StorageChoice(null, null);

  static StorageChoice of(StorageProvider provider, String path) {
    return new StorageChoice(Objects.requireNonNull(provider, "provider"), path);
  }

  /** Returns the settings for the engine: those that it knows, and the path. */
  Settings settings(Configuration.Store store) {
    Map<String, Object> settings = new HashMap<>(store.settings());
    if (path != null) {
      settings.put("database_path", path);
    }
    if (provider != null) {
      // Another engine's settings may hold secrets, so this engine must not see them.
      settings.keySet().retainAll(provider.settingNames());
    }
    return Settings.of(settings);
  }

  /** Returns the engine's name in {@code cache.backend} and the path, for display. */
  String description() {
    return provider == null ? StorageSelector.MEMORY : provider.name() + "  " + path;
  }
}
