package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.local.LocalStoreSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What can be set.
 *
 * @param directory where the database lies, absolute
 * @param common what can be set of every store of this kind
 */
record RocksDbSettings(Path directory, LocalStoreSettings common) {
  private static final String PATH = "database_path";

  /** The names of the settings. */
  static final Set<String> NAMES =
      Stream.concat(Stream.of(PATH), LocalStoreSettings.NAMES.stream())
          .collect(Collectors.toUnmodifiableSet());

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException if one of them is missing or cannot be used; the message names
   *     it
   */
  static RocksDbSettings read(Settings settings) {
    return new RocksDbSettings(
        directory(settings.text(PATH, "")), LocalStoreSettings.read(settings));
  }

  private static Path directory(String text) {
    if (text.isBlank() || text.startsWith(":")) {
      throw new IllegalArgumentException(PATH + ": must name a directory, is '" + text + "'");
    }
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(PATH + ": " + e.getMessage(), e);
    }
  }
}
