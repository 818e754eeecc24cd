package io.apibuddy.ports.store;

import io.apibuddy.ports.spi.AdapterContext;
import java.util.Set;

/**
 * Finds a storage engine on the class path (see {@link java.util.ServiceLoader}): it needs a public
 * constructor without parameters. The engine itself is to be loaded by {@link #open} only: name and
 * settings are asked of every provider that is found.
 */
public interface StorageProvider {

  /**
   * Returns the name that {@code cache.backend} selects it by: lower-case letters and digits, not
   * {@code memory}.
   */
  String name();

  /**
   * Returns the names of the {@code cache} settings it reads; it is given no others. A name that
   * the configuration does not know becomes the key {@code cache.<name>}: lower-case letters,
   * digits and underscores. Its value comes as the text that was written.
   */
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
