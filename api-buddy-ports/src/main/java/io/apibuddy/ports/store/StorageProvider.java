package io.apibuddy.ports.store;

import io.apibuddy.ports.spi.AdapterContext;
import java.util.Set;

/**
 * Finds a storage engine on the class path (see {@link java.util.ServiceLoader}): it needs a public
 * constructor without parameters.
 */
public interface StorageProvider {

  /** Returns the name that {@code cache.backend} selects it by: lower-case letters and digits. */
  String name();

  /** Returns the names of the {@code cache} settings it reads. */
  Set<String> settingNames();

  /** Returns those of {@link #settingNames} whose values must never be shown. */
  default Set<String> sensitiveSettingNames() {
    return Set.of();
  }

  /**
   * Opens the storage, creating it if it is not there.
   *
   * @throws StoreException if it cannot be used; the message names the place and the mend, and
   *     nothing stored was lost
   * @throws IllegalArgumentException if a setting is unusable; the message names it
   */
  Storage open(AdapterContext context);
}
