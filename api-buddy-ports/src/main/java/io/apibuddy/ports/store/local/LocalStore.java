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
 * @param place the file or directory of the store, absolute
 * @param common the settings that all such stores share
 */
public record LocalStore(Path place, LocalStoreSettings common) {
  private static final String PLACE = "database_path";

  /** The names of the settings. */
  public static final Set<String> NAMES =
      Stream.concat(Stream.of(PLACE), LocalStoreSettings.NAMES.stream())
          .collect(Collectors.toUnmodifiableSet());

  /**
   * Reads the settings.
   *
   * @param kind what the path must name, for the message: a file or a directory
   * @throws IllegalArgumentException if a setting is missing or invalid; the message names it
   */
  public static LocalStore read(Settings settings, String kind) {
    String text = settings.text(PLACE, "");
    if (text.isBlank() || text.startsWith(":")) {
      throw refused("must name " + kind + ", is '" + text + "'");
    }
    try {
      Path place = Path.of(text).toAbsolutePath().normalize();
      return new LocalStore(place, LocalStoreSettings.read(settings));
    } catch (InvalidPathException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Checks that changed settings name the same place.
   *
   * @throws IllegalArgumentException if {@code changed} has another place
   */
  public void requireSamePlace(LocalStore changed) {
    if (!changed.place.equals(place)) {
      throw refused("cannot change while the storage is open; restart to use " + changed.place);
    }
  }

  /** Returns an exception that says what is wrong with the place. */
  public static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(PLACE + ": " + why);
  }
}
