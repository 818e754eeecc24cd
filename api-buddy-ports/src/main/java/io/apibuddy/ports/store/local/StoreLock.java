package io.apibuddy.ports.store.local;

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
import java.util.Set;

/**
 * Keeps other processes, and other storages of this one, off a store: a locked file that holds the
 * owner's process id. The lock ends with the process, however that ends; the file stays and means
 * nothing without the lock.
 */
public final class StoreLock implements AutoCloseable {
  /** Far behind the process id, which others must be able to read where locks are mandatory. */
  private static final long LOCKED_BYTE = 1L << 32;

  private final FileChannel channel;

  private StoreLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param store what is locked, as {@code database_path} names it
   * @param file the file to lock; is made if it is not there
   * @param kindOfPlace what {@code database_path} has to name, "file" or "directory"
   * @throws StoreException LOCKED, naming the owner's process, if somebody else has it; UNUSABLE if
   *     there can be no lock here
   */
  public static StoreLock take(Path store, Path file, String kindOfPlace) {
    try {
      FileChannel channel =
          FileChannel.open(
              file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OwnerOnly.file());
      StoreLock lock = new StoreLock(channel);
      try {
        if (!lock.locked()) {
          throw inUse(store, file, kindOfPlace);
        }
        lock.nameOwner();
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
              + "). Set database_path to a "
              + kindOfPlace
              + " on a local disk that can be written to.",
          e);
    }
  }

  private static StoreException inUse(Path store, Path file, String kindOfPlace)
      throws IOException {
    String owner = Files.readString(file, StandardCharsets.US_ASCII);
    return new StoreException(
        Kind.LOCKED,
        store
            + " is in use by process "
            + (owner.isEmpty() ? "(unknown)" : owner)
            + ". Stop it, or set database_path to another "
            + kindOfPlace
            + ".");
  }

  private boolean locked() throws IOException {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, false) != null;
    } catch (OverlappingFileLockException heldHere) {
      return false;
    }
  }

  private void nameOwner() throws IOException {
    String pid = Long.toString(ProcessHandle.current().pid());
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  /** Gives the lock back. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException ignored) {
      // The lock ends with the process at the latest.
    }
  }
}
