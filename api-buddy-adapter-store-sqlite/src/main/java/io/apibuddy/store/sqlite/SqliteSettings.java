package io.apibuddy.store.sqlite;

import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.local.LocalStore;

/** Reads and checks the settings. */
final class SqliteSettings {
  private SqliteSettings() {}

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException if a setting is missing or invalid
   */
  static LocalStore read(Settings settings) {
    LocalStore store = LocalStore.read(settings, "a file");
    if (store.path().toString().contains("?")) {
      throw LocalStore.refused(
          "SQLite's driver cannot open a path with a question mark: " + store.path());
    }
    if (store.path().getFileName() == null) {
      throw LocalStore.refused("must name a file, is '" + store.path() + "'");
    }
    return store;
  }
}
