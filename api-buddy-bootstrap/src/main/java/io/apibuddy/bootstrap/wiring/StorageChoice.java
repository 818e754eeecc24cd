package io.apibuddy.bootstrap.wiring;

import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.StorageProvider;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which storage is used.
 *
 * @param provider the engine, null for memory
 * @param path where it keeps its files, null for memory
 */
record StorageChoice(@Nullable StorageProvider provider, @Nullable String path) {

  /** Gone with the process. */
  static final StorageChoice MEMORY = new StorageChoice(null, null);

  static StorageChoice of(StorageProvider provider, String path) {
    return new StorageChoice(Objects.requireNonNull(provider, "provider"), path);
  }

  /** Returns what the engine is told: the settings that it knows, and the path. */
  Settings settings(Configuration.Store store) {
    Map<String, Object> settings = new HashMap<>(store.settings());
    if (path != null) {
      settings.put("database_path", path);
    }
    if (provider != null) {
      // Another engine's secrets are not this one's business.
      settings.keySet().retainAll(provider.settingNames());
    }
    return Settings.of(settings);
  }

  /** Returns the name that {@code cache.backend} knows it by, and where it lies. */
  String description() {
    return provider == null ? StorageSelection.MEMORY : provider.name() + "  " + path;
  }
}
