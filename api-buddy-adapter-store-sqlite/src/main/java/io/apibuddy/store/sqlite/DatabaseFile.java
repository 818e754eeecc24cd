package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import io.apibuddy.ports.store.local.OpeningFailure;
import io.apibuddy.ports.store.local.OwnerOnly;
import io.apibuddy.ports.store.local.QuarantinePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prepares the database file before SQLite opens it, and moves it aside if it is damaged. */
final class DatabaseFile {
  private static final String MAGIC = "SQLite format 3";
  private static final int PROBE_SIZE = 16 << 10;

  private DatabaseFile() {}

  /**
   * Creates the directories and an empty file, readable by its owner only, unless they exist.
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
    if (isDevice(database)) {
      throw unusable(database, "is not a regular file", null);
    }
    if (directory != null && !Files.isWritable(directory)) {
      throw unusable(database, "is in a directory that cannot be written to", null);
    }
  }

  /**
   * Returns whether a path leads to a device or a pipe. Without POSIX nothing counts as one: files
   * that Windows has deduplicated, or keeps in a cloud, are not regular ones in Java either.
   */
  private static boolean isDevice(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        && !Files.isRegularFile(path);
  }

  /**
   * Returns the target if the path is a symbolic link, which SQLite follows: every name of the file
   * must lead to the same lock.
   */
  static Path followed(Path database) {
    try {
      return Files.isSymbolicLink(database) ? database.toRealPath() : database;
    } catch (IOException e) {
      throw unusable(database, "cannot be found (" + e + ")", e);
    }
  }

  /**
   * Refuses a file that has another name (a hard link), if the file system can tell: a process that
   * opens it by that name would use another lock, and both would write.
   *
   * @throws StoreException if there is another name
   */
  static void requireOneName(Path file) {
    int names;
    try {
      names = Files.getAttribute(file, "unix:nlink") instanceof Integer count ? count : 1;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException unsupported) {
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

  /** Creates an empty file for its owner only; an existing file stays as it is. */
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
   * Refuses a text file, which was never a database but somebody's configuration or notes, given by
   * mistake. A database page contains zero bytes, and even a truncated database begins with the
   * magic string (SQLite's "Database File Format", section 1.3).
   *
   * @throws StoreException if the file is a text, or cannot be read
   */
  static void refuseText(Path file) {
    byte[] beginning;
    try (InputStream in = Files.newInputStream(file)) {
      beginning = in.readNBytes(PROBE_SIZE);
    } catch (IOException e) {
      throw unusable(file, "cannot be read (" + e + ")", e);
    }
    String text = new String(beginning, StandardCharsets.ISO_8859_1);
    if (text.indexOf('\0') < 0 && !text.startsWith(MAGIC) && !MAGIC.startsWith(text)) {
      throw unusable(file, "is a text file, not a database", null);
    }
  }

  /**
   * Moves a damaged database and its companion files aside; deletes nothing.
   *
   * @return the new path of the database
   */
  static Path moveAside(Path database, Instant now) {
    Path target = QuarantinePath.beside(database, now);
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

  /** Returns the path with {@code suffix} appended to the file name. */
  static Path beside(Path database, String suffix) {
    return database.toAbsolutePath().resolveSibling(database.getFileName() + suffix);
  }

  private static StoreException unusable(
      Path database, String trouble, @Nullable IOException cause) {
    return OpeningFailure.of(
        database,
        cause,
        database + " " + trouble + ". Set database_path to a file that can be written to.");
  }
}
