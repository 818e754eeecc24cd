package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import io.apibuddy.ports.store.local.AsidePath;
import io.apibuddy.ports.store.local.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The database's file: made ready before SQLite opens it, moved out of the way if damaged. */
final class DatabaseFile {
  private static final String MAGIC = "SQLite format 3";
  private static final int LOOKED_AT = 16 << 10;

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

  /**
   * Returns the file itself where the path is a symbolic link, which SQLite follows: whoever has it
   * by another name has to meet the same lock.
   */
  static Path followed(Path database) {
    try {
      return Files.isSymbolicLink(database) ? database.toRealPath() : database;
    } catch (IOException e) {
      throw unusable(database, "cannot be found (" + e + ")", e);
    }
  }

  /**
   * Refuses a file that has another name besides, where the file system tells: whoever opens it by
   * that would meet another lock, and both would write.
   *
   * @throws StoreException if it has
   */
  static void requireOneName(Path file) {
    int names;
    try {
      names = Files.getAttribute(file, "unix:nlink") instanceof Integer count ? count : 1;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException untold) {
      return;
    }
    if (names > 1) {
      throw new StoreException(
          Kind.UNUSABLE,
          file
              + " has a second name, a hard link, through which another process could bypass its"
              + " lock. Remove that name, or replace it with a copy.");
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
   * Refuses a text, which never was a database: somebody's configuration or notes, whose path was
   * given by mistake. A page of a database has zero bytes, and one that was cut off begins as all
   * do (SQLite's "Database File Format", section 1.3).
   *
   * @throws StoreException if it is one, or cannot be read
   */
  static void refuseText(Path file) {
    byte[] beginning;
    try (InputStream in = Files.newInputStream(file)) {
      beginning = in.readNBytes(LOOKED_AT);
    } catch (IOException e) {
      throw unusable(file, "cannot be read (" + e + ")", e);
    }
    String text = new String(beginning, StandardCharsets.ISO_8859_1);
    if (text.indexOf('\0') < 0 && !text.startsWith(MAGIC) && !MAGIC.startsWith(text)) {
      throw unusable(file, "is a text file, not a database", null);
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
