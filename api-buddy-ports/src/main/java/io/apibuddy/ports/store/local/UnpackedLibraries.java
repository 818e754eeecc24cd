package io.apibuddy.ports.store.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Native libraries of engines, unpacked from their jars once instead of at every start. That is 30
 * ms of a start with SQLite and 120 ms of one with RocksDB, and a process that is killed leaves no
 * copy in the temporary directory. What cannot be kept is an engine's own affair, as before.
 *
 * <p>A library is in a directory named after its checksum, so that every version, system and
 * processor has its own, and is used only if it has the length and the CRC-32 of the one in the
 * jar. Thread-safe, for several processes as well.
 */
public final class UnpackedLibraries {

  /**
   * Names the system property with the directory to keep them in, which nobody else may write to.
   * Without it none are kept.
   */
  public static final String DIRECTORY = "io.apibuddy.libraries";

  private static final String PART = ".part";
  private static final Duration FORGOTTEN = Duration.ofDays(90);

  private UnpackedLibraries() {}

  /**
   * Returns the directory that has the library as it is in its jar; null if it cannot be kept.
   *
   * @param library where in a jar it is, null if nowhere
   * @param name the name of the file in that directory
   */
  public static @Nullable Path directoryOf(@Nullable URL library, String name) {
    String root = System.getProperty(DIRECTORY, "");
    return library == null || root.isEmpty() ? null : directoryOf(library, name, Path.of(root));
  }

  static @Nullable Path directoryOf(URL library, String name, Path root) {
    try {
      if (!(library.openConnection() instanceof JarURLConnection connection)) {
        return null;
      }
      connection.setUseCaches(false); // else nobody could close the jar
      try (JarFile jar = connection.getJarFile()) {
        return unpacked(jar, connection.getJarEntry(), name, root);
      }
    } catch (IOException cannotBeKept) {
      return null;
    }
  }

  private static @Nullable Path unpacked(JarFile jar, JarEntry entry, String name, Path root)
      throws IOException {
    Files.createDirectories(root, OwnerOnly.directory());
    if (othersMayWrite(root)) {
      return null;
    }
    Path directory = root.resolve(Long.toHexString(entry.getCrc()));
    Path file = directory.resolve(name);
    if (!isWhole(file, entry)) {
      Files.createDirectories(directory, OwnerOnly.directory());
      unpack(jar, entry, directory, file);
      forgetOlder(root, file);
    }
    return directory;
  }

  private static boolean othersMayWrite(Path directory) throws IOException {
    var view = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
    if (view == null) {
      return false;
    }
    Set<PosixFilePermission> granted = view.readAttributes().permissions();
    return granted.contains(PosixFilePermission.GROUP_WRITE)
        || granted.contains(PosixFilePermission.OTHERS_WRITE);
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

  /** Unpacks it under another name first: another process may look for it at any moment. */
  private static void unpack(JarFile jar, JarEntry entry, Path directory, Path file)
      throws IOException {
    removeParts(directory);
    Path part = Files.createTempFile(directory, "", PART, OwnerOnly.file());
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

  /** Removes what a process left that ended meanwhile; one that goes on does without. */
  private static void removeParts(Path directory) throws IOException {
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, "*" + PART)) {
      for (Path part : parts) {
        Files.delete(part);
      }
    }
  }

  /** Removes what other versions unpacked long before this one; they would unpack it again. */
  private static void forgetOlder(Path root, Path file) throws IOException {
    Instant old = Files.getLastModifiedTime(file).toInstant().minus(FORGOTTEN);
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(root)) {
      for (Path directory : directories) {
        Path other = directory.resolve(file.getFileName());
        if (Files.exists(other) && Files.getLastModifiedTime(other).toInstant().isBefore(old)) {
          Files.delete(other);
          Files.delete(directory);
        }
      }
    }
  }
}
