package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps other processes, and other storages of this one, out of a directory: a locked file in it
 * that names the owner's process. The lock ends with the process, however that ends; the file stays
 * and means nothing without the lock.
 */
final class DirectoryLock implements AutoCloseable {
  static final String FILE_NAME = "api-buddy.pid";

  /** Far behind the process id, which others must be able to read where locks are mandatory. */
  private static final long LOCKED_BYTE = 1L << 32;

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws StoreException LOCKED if somebody else has it; UNUSABLE if there can be none here
   */
  static DirectoryLock take(Path directory) {
    Path file = directory.resolve(FILE_NAME);
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      DirectoryLock lock = new DirectoryLock(channel);
      try {
        lock.claim(directory, file);
        return lock;
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new StoreException(
          Kind.UNUSABLE,
          "cannot lock "
              + file
              + " ("
              + e
              + "). Set database_path to a directory on a local disk that can be written to.",
          e);
    }
  }

  private void claim(Path directory, Path file) throws IOException {
    if (!locked()) {
      String owner = Files.readString(file, StandardCharsets.US_ASCII);
      throw new StoreException(
          Kind.LOCKED,
          directory
              + " is in use by process "
              + (owner.isEmpty() ? "(unknown)" : owner)
              + ". Stop it, or set database_path to another directory.");
    }
    String pid = Long.toString(ProcessHandle.current().pid());
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  private boolean locked() throws IOException {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, false) != null;
    } catch (OverlappingFileLockException heldHere) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException ignored) {
      // The lock ends with the process at the latest.
    }
  }
}
