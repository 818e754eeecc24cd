package io.apibuddy.store.sqlite;

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
 * @param database the file, absolute
 * @param common what can be set of every store of this kind
 */
record SqliteSettings(Path database, LocalStoreSettings common) {
  private static final String PATH = "database_path";

  /** The names of the settings. */
  static final Set<String> NAMES =
      Stream.concat(Stream.of(PATH), LocalStoreSettings.NAMES.stream())
          .collect(Collectors.toUnmodifiableSet());

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException if one of them is missing or cannot be used
   */
  static SqliteSettings read(Settings settings) {
    return new SqliteSettings(path(settings.text(PATH, "")), LocalStoreSettings.read(settings));
  }

  private static Path path(String text) {
    if (text.isEmpty() || text.startsWith(":")) {
      throw new IllegalArgumentException("database_path: must name a file, is '" + text + "'");
    }
    if (text.contains("?")) {
      throw new IllegalArgumentException(
          "database_path: SQLite's driver cannot open a path with a question mark: " + text);
    }
    try {
      Path path = Path.of(text).toAbsolutePath().normalize();
      if (path.getFileName() == null) {
        throw new IllegalArgumentException("database_path: must name a file, is '" + text + "'");
      }
      return path;
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("database_path: " + e.getMessage(), e);
    }
  }
}
