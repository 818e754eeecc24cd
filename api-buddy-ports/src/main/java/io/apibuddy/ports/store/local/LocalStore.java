package io.apibuddy.ports.store.local;

import io.apibuddy.ports.spi.Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings of a store that keeps its data in local files, for one process at a time.
 *
 * @param path the file or directory of the store, absolute
 * @param common the settings that all such stores share
 */
public record LocalStore(Path path, LocalStoreSettings common) {
  private static final String PATH = "database_path";

  /** The names of the settings. */
  public static final Set<String> NAMES =
      Stream.concat(Stream.of(PATH), LocalStoreSettings.NAMES.stream())
          .collect(Collectors.toUnmodifiableSet());

  /**
   * Reads the settings.
   *
   * @param kind what the path must name, for the message: a file or a directory
   * @throws IllegalArgumentException if a setting is missing or invalid; the message names it
   */
  public static LocalStore read(Settings settings, String kind) {
    String text = settings.text(PATH, "");
    if (text.isBlank() || text.startsWith(":")) {
      throw refused("must name " + kind + ", is '" + text + "'");
    }
    try {
      Path path = Path.of(text).toAbsolutePath().normalize();
      return new LocalStore(path, LocalStoreSettings.read(settings));
    } catch (InvalidPathException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Checks that changed settings name the same path.
   *
   * @throws IllegalArgumentException if {@code changed} has another path
   */
  public void requireSamePath(LocalStore changed) {
    if (!changed.path.equals(path)) {
      throw refused("cannot change while the storage is open; restart to use " + changed.path);
    }
  }

  /** Returns an exception that says what is wrong with the path. */
  public static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(PATH + ": " + why);
  }
}
