package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import io.apibuddy.ports.store.local.AsidePath;
import io.apibuddy.ports.store.local.OwnerOnly;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The database's file: made ready before SQLite opens it, moved out of the way if damaged. */
final class DatabaseFile {
  private DatabaseFile() {}

  /**
   * Makes the directories and an empty file, readable by its owner only, if they are not there.
   *
   * @throws StoreException if the path cannot be used
   */
  static void prepare(Path database) {
    if (Files.isDirectory(database)) {
      throw unusable(database, "is a directory", null);
    }
    Path directory = beside(database, "").getParent();
    try {
      if (directory != null) {
        Files.createDirectories(directory);
      }
      createPrivate(database);
    } catch (IOException e) {
      throw unusable(database, "cannot be created (" + e + ")", e);
    }
    if (!Files.isReadable(database) || !Files.isWritable(database)) {
      throw unusable(database, "cannot be read and written", null);
    }
    if (directory != null && !Files.isWritable(directory)) {
      throw unusable(database, "is in a directory that cannot be written to", null);
    }
  }

  /** Creates an empty file for its owner only; a file that is there stays as it is. */
  static void createPrivate(Path file) throws IOException {
    try {
      Files.createFile(file, OwnerOnly.file());
    } catch (FileAlreadyExistsException there) {
      if (Files.isDirectory(file)) {
        throw there;
      }
    }
  }

  /**
   * Moves a damaged database and what belongs to it aside; deletes nothing.
   *
   * @return where it lies now
   */
  static Path moveAside(Path database, Instant now) {
    Path target = AsidePath.beside(database, now);
    try {
      for (String suffix : List.of("-wal", "-shm", "")) {
        Path file = beside(database, suffix);
        if (Files.exists(file)) {
          Files.move(file, beside(target, suffix));
        }
      }
    } catch (IOException e) {
      throw new StoreException(
          Kind.CORRUPT, database + " is damaged and cannot be moved aside: " + e, e);
    }
    return target;
  }

  /** Returns the file of the same name with something appended. */
  static Path beside(Path database, String suffix) {
    return database.toAbsolutePath().resolveSibling(database.getFileName() + suffix);
  }

  private static StoreException unusable(Path database, String trouble, @Nullable Throwable cause) {
    return new StoreException(
        Kind.UNUSABLE,
        database + " " + trouble + ". Set database_path to a file that can be written to.",
        cause);
  }
}
