package io.apibuddy.ports.store;

import io.apibuddy.ports.spi.AdapterContext;
import java.util.Set;

/**
 * Opens a {@link Storage}; found on the class path with {@link java.util.ServiceLoader}, so it
 * needs a public constructor without parameters. Only {@link #open} may load the engine's own
 * classes: every provider found is asked for its name and settings, whether it is chosen or not.
 */
public interface StorageProvider {

  /**
   * Returns the name that selects it in {@code cache.backend}: lower-case letters and digits, but
   * not {@code memory}.
   */
  String name();

  /**
   * Returns the names of the {@code cache} settings that it reads; it receives no others. A name
   * that the configuration does not know becomes the key {@code cache.<name>} and consists of
   * lower-case letters, digits and underscores. Its value arrives as the text that was written.
   */
  Set<String> settingNames();

  /** Returns those of {@link #settingNames} whose values must never be shown. */
  default Set<String> sensitiveSettingNames() {
    return Set.of();
  }

  /**
   * Opens the storage, and creates it if it does not exist.
   *
   * @throws StoreException if it cannot be used; the message names the place and the remedy, and no
   *     stored data was lost
   * @throws IllegalArgumentException if a setting is invalid; the message names it
   */
  Storage open(AdapterContext context);
}
