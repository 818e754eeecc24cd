package io.apibuddy.bootstrap.wiring;

import io.apibuddy.ports.store.StorageProvider;
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

  /** Returns the name that {@code cache.backend} knows it by, and where it lies. */
  String description() {
    return provider == null ? StorageSelection.MEMORY : provider.name() + "  " + path;
  }
}
