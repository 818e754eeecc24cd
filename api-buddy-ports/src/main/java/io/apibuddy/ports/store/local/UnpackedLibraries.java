package io.apibuddy.ports.store.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks the native libraries of engines from their jars once, instead of at every start. This
 * saves 30 ms of a start with SQLite and 120 ms with RocksDB, and a killed process leaves no copy
 * in the temporary directory. If a library cannot be kept, the engine unpacks it in its own way.
 *
 * <p>Each library is in a directory named after its checksum, so that every version, system and
 * processor has its own. A file is used only if it has the length and the CRC-32 of the one in the
 * jar. Safe for concurrent use, by several processes as well.
 */
public final class UnpackedLibraries {

  /**
   * The name of the system property for the directory in which libraries are kept. The directory
   * must belong to the user of this process, and nobody else may write to it. If the property is
   * not set or empty, no libraries are kept.
   */
  public static final String DIRECTORY = "io.apibuddy.libraries";

  private static final String PART = ".part";
  private static final String CHECKSUM = "[0-9a-f]{1,8}";
  private static final Duration MAX_AGE = Duration.ofDays(90);

  private UnpackedLibraries() {}

  /**
   * Returns the directory that contains an exact copy of a library; null if the library cannot be
   * kept, or cannot be executed from there.
   *
   * @param library returns the location of the library in a jar, null if there is none; called only
   *     if libraries are kept
   * @param name the name of the file in that directory
   */
  public static @Nullable Path directoryOf(Supplier<@Nullable URL> library, String name) {
    String root = System.getProperty(DIRECTORY, "");
    URL place = root.isEmpty() ? null : library.get();
    return place == null ? null : directoryOf(place, name, root);
  }

  static @Nullable Path directoryOf(URL library, String name, String root) {
    try {
      if (!(library.openConnection() instanceof JarURLConnection connection)) {
        return null;
      }
      connection.setUseCaches(false); // otherwise the jar could not be closed
      try (JarFile jar = connection.getJarFile()) {
        return unpacked(jar, connection.getJarEntry(), name, Path.of(root).toAbsolutePath());
      }
    } catch (IOException | RuntimeException cannotBeKept) {
      return null;
    }
  }

  private static @Nullable Path unpacked(JarFile jar, JarEntry entry, String name, Path root)
      throws IOException {
    Files.createDirectories(root, OwnerOnly.directory());
    if (!isOurs(root)) {
      return null;
    }
    Path directory = root.resolve(Long.toHexString(entry.getCrc()));
    Path file = directory.resolve(name);
    if (!isWhole(file, entry)) {
      Files.createDirectories(directory, OwnerOnly.directory());
      unpack(jar, entry, directory, file);
      removeOlder(root, file);
    }
    return Files.isExecutable(file) ? directory : null; // false on a file system without execution
  }

  /**
   * Returns whether only this process's user may write to a directory, where the system supports
   * this.
   */
  private static boolean isOurs(Path directory) throws IOException {
    var view = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
    if (view == null) {
      return true;
    }
    PosixFileAttributes found = view.readAttributes();
    Set<PosixFilePermission> granted = found.permissions();
    return !granted.contains(PosixFilePermission.GROUP_WRITE)
        && !granted.contains(PosixFilePermission.OTHERS_WRITE)
        && found.owner().equals(user());
  }

  /** Returns the user of this process, whose name need not be known to the system. */
  private static UserPrincipal user() throws IOException {
    Path process = Path.of("/proc/self");
    return Files.exists(process)
        ? Files.getOwner(process)
        : process
            .getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(System.getProperty("user.name"));
  }

  private static boolean isWhole(Path file, JarEntry entry) throws IOException {
    try (InputStream content = Files.newInputStream(file)) {
      return Files.size(file) == entry.getSize() && checksum(content) == entry.getCrc();
    } catch (NoSuchFileException none) {
      return false;
    }
  }

  private static long checksum(InputStream content) throws IOException {
    CheckedInputStream checked = new CheckedInputStream(content, new CRC32());
    checked.transferTo(OutputStream.nullOutputStream());
    return checked.getChecksum().getValue();
  }

  /** Unpacks to a temporary name first: another process may look for the file at any moment. */
  private static void unpack(JarFile jar, JarEntry entry, Path directory, Path file)
      throws IOException {
    removeParts(directory);
    Path part = Files.createTempFile(directory, "", PART, OwnerOnly.program());
    try {
      try (InputStream content = jar.getInputStream(entry);
          FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        content.transferTo(Channels.newOutputStream(channel));
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * Removes partial files of processes that have ended; a running one that loses its file goes on
   * without it.
   */
  private static void removeParts(Path directory) throws IOException {
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, "*" + PART)) {
      for (Path part : parts) {
        Files.delete(part);
      }
    }
  }

  /**
   * Removes libraries that other versions unpacked long before this one; those versions would
   * unpack them again.
   */
  private static void removeOlder(Path root, Path file) {
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(root)) {
      Instant old = Files.getLastModifiedTime(file).toInstant().minus(MAX_AGE);
      for (Path directory : directories) {
        Path other = directory.resolve(file.getFileName());
        if (directory.getFileName().toString().matches(CHECKSUM)
            && Files.exists(other)
            && Files.getLastModifiedTime(other).toInstant().isBefore(old)) {
          Files.delete(other);
          Files.delete(directory);
        }
      }
    } catch (IOException | DirectoryIteratorException inUse) {
      // Another process uses the directory, or it contains something else, so it stays.
    }
  }
}
