package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second process, or a second storage in this one, off the database: a lock on a file
 * beside it, which holds the owner's process id. The lock ends with the process, however that ends;
 * the file stays and means nothing without the lock.
 */
final class StoreLock {
  /** Beyond the content, which others must be able to read where locks are mandatory. */
  private static final long LOCKED_BYTE = 1L << 40;

  private final FileChannel channel;

  private StoreLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws StoreException if somebody else has it, or the file system has no locks
   */
  static StoreLock take(Path database) {
    Path file = DatabaseFile.beside(database, ".lock");
    FileChannel channel = null;
    try {
      DatabaseFile.createPrivate(file);
      channel = FileChannel.open(file, StandardOpenOption.WRITE);
      if (!lock(channel)) {
        throw new StoreException(
            Kind.LOCKED,
            database
                + " is in use by process "
                + owner(file)
                + ". Stop it, or set database_path to another file.");
      }
      byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(pid), 0);
      return new StoreLock(channel);
    } catch (IOException e) {
      close(channel);
      throw new StoreException(
          Kind.UNUSABLE,
          "cannot lock "
              + file
              + " ("
              + e
              + "). Set database_path to a place on a local disk that can be written to.",
          e);
    } catch (StoreException e) {
      close(channel);
      throw e;
    }
  }

  void release() {
    close(channel);
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
      return lock != null;
    } catch (OverlappingFileLockException heldHere) {
      return false;
    }
  }

  private static String owner(Path file) throws IOException {
    String pid = Files.readString(file, StandardCharsets.US_ASCII);
    return pid.isEmpty() ? "(unknown)" : pid;
  }

  private static void close(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException ignored) {
        // The lock ends with the process at the latest.
      }
    }
  }
}
