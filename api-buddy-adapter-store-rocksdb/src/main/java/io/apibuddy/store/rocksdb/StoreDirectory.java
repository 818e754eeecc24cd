package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.local.LocalStore;
import io.apibuddy.ports.store.local.OpeningFailure;
import io.apibuddy.ports.store.local.OwnerOnly;
import io.apibuddy.ports.store.local.QuarantinePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The directory of a database and its files, as seen without the engine. */
final class StoreDirectory {
  private static final String LOCK_FILE = "api-buddy.pid";
  private static final String CURRENT = "CURRENT";
  private static final String LOST_AND_FOUND = "lost+found";
  private static final Pattern ENGINE_FILE =
      Pattern.compile(
          "CURRENT|LOCK|IDENTITY|LOG(\\.old\\.\\d+)?|(MANIFEST|OPTIONS)-\\d+(\\.dbtmp)?"
              + "|\\d+\\.(sst|log|blob|dbtmp)");

  /** File names that only RocksDB uses; other programs have a LOG, and logs by date, too. */
  private static final Pattern DISTINCTIVE_FILE =
      Pattern.compile("CURRENT|IDENTITY|MANIFEST-\\d+|\\d{6}\\.sst");

  private static final Pattern DATA_FILE = Pattern.compile("\\d+\\.(sst|log|blob)");
  private static final Pattern MANIFEST = Pattern.compile("MANIFEST-\\d+");

  private final Path path;

  private StoreDirectory(Path path) {
    this.path = path;
  }

  /**
   * Prepares a directory: creates it for its owner only, or closes an existing one to others.
   *
   * @throws StoreException UNUSABLE if the path is no directory, cannot be written to or holds
   *     another program's files
   * @throws IllegalArgumentException if the engine would use another path: its library gets texts
   *     in Java's modified UTF-8, which spells characters beyond U+FFFF in its own way
   */
  static StoreDirectory prepare(Path path) {
    if (path.toString().codePoints().anyMatch(Character::isSupplementaryCodePoint)) {
      throw LocalStore.refused(
          "RocksDB's library cannot open a path with characters beyond U+FFFF: " + path);
    }
    StoreDirectory directory = new StoreDirectory(path);
    try {
      if (!Files.exists(path)) {
        directory.create();
      } else if (!Files.isDirectory(path)) {
        throw directory.unusable("is not a directory", null);
      }
      if (directory.isForeign()) {
        throw directory.unusable("contains files of another program", null);
      }
      OwnerOnly.closeToOthers(path);
    } catch (IOException e) {
      throw directory.unusable("cannot be used (" + e + ")", e);
    }
    if (!Files.isWritable(path)) {
      throw directory.unusable("cannot be written to", null);
    }
    return directory;
  }

  Path path() {
    return path;
  }

  /** Returns the lock file, which names the process that uses the directory. */
  Path lockFile() {
    return path.resolve(LOCK_FILE);
  }

  /** Returns whether there is a database to open. */
  boolean hasDatabase() {
    return Files.exists(path.resolve(CURRENT));
  }

  /**
   * Returns the name of a file that is missing although there is data, empty if none is: {@code
   * CURRENT}, or the manifest that it names. They say which data is valid.
   */
  String missingFile() throws IOException {
    Path current = path.resolve(CURRENT);
    if (!Files.exists(current)) {
      return list(DATA_FILE).stream().allMatch(StoreDirectory::isEmpty) ? "" : CURRENT;
    }
    String manifest = Files.readString(current, StandardCharsets.ISO_8859_1).strip();
    boolean lost = MANIFEST.matcher(manifest).matches() && !Files.exists(path.resolve(manifest));
    return lost ? manifest : "";
  }

  /**
   * Moves the engine's files to {@code <directory>.corrupt-<time>}, or below the directory itself
   * if nothing can be created beside it, and returns their new directory. {@code CURRENT} goes
   * first, so that what an interrupted move leaves is not taken for a database.
   */
  Path moveAside(Instant now) throws IOException {
    List<Path> files = list(ENGINE_FILE);
    files.sort((one, other) -> Boolean.compare(isCurrent(other), isCurrent(one)));
    Path aside;
    try {
      aside = QuarantinePath.beside(path, now);
      Files.createDirectory(aside);
      if (!Files.getFileStore(path).equals(Files.getFileStore(aside))) {
        Files.delete(aside);
        aside = QuarantinePath.within(path, now);
        Files.createDirectory(aside);
      }
    } catch (IOException besideIsClosed) {
      aside = QuarantinePath.within(path, now);
      Files.createDirectory(aside);
    }
    for (Path file : files) {
      Files.move(file, aside.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }
    return aside;
  }

  StoreException unusable(String why, @Nullable IOException cause) {
    return OpeningFailure.of(
        path,
        cause,
        path
            + " "
            + why
            + ". Set database_path to an empty or new directory that can be written to.");
  }

  private void create() throws IOException {
    Path parent = path.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.createDirectory(path, OwnerOnly.directory());
  }

  private boolean isForeign() throws IOException {
    boolean empty = true;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.equals(LOCK_FILE) || DISTINCTIVE_FILE.matcher(name).matches()) {
          return false;
        }
        empty &= name.equals(LOST_AND_FOUND);
      }
    }
    return !empty;
  }

  private List<Path> list(Pattern names) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        if (names.matcher(file.getFileName().toString()).matches()) {
          found.add(file);
        }
      }
    }
    return found;
  }

  private static boolean isCurrent(Path file) {
    return file.getFileName().toString().equals(CURRENT);
  }

  private static boolean isEmpty(Path file) {
    return file.toFile().length() == 0;
  }
}
