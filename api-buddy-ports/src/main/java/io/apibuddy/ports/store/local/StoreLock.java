package io.apibuddy.ports.store.local;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An exclusive lock on a store, against other processes and other storages of this one: a locked
 * file that contains the owner's process id. The lock ends with the process, however it ends; the
 * file stays and means nothing without the lock.
 */
public final class StoreLock implements AutoCloseable {
  /** Far beyond the process id, which others must be able to read where locks are mandatory. */
  private static final long LOCKED_BYTE = 1L << 32;

  /**
   * The locks that this process holds. Checked before a file is touched, because POSIX releases a
   * process's lock as soon as the process closes any channel of that file.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path held;
  private final FileChannel channel;

  private StoreLock(Path held, FileChannel channel) {
    this.held = held;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param store the store to lock, as {@code database_path} names it
   * @param file the file to lock; created if it does not exist
   * @param kind what {@code database_path} has to name, "file" or "directory"
   * @throws StoreException LOCKED if another owner has it, with the process id of that owner; FULL
   *     if the disk is full; UNUSABLE if no lock is possible here
   */
  public static StoreLock take(Path store, Path file, String kind) {
    try {
      Path real = real(file.toAbsolutePath());
      if (!HELD.add(real)) {
        throw inUse(store, ownPid(), kind);
      }
      try {
        return open(store, real, kind);
      } catch (IOException | RuntimeException e) {
        HELD.remove(real);
        throw e;
      }
    } catch (IOException e) {
      throw OpeningFailure.of(
          store,
          e,
          "cannot lock "
              + file
              + " ("
              + e
              + "). Set database_path to a "
              + kind
              + " on a local disk that can be written to.");
    }
  }

  private static Path real(Path file) throws IOException {
    Path directory = file.getParent();
    return directory == null ? file : directory.toRealPath().resolve(file.getFileName());
  }

  private static StoreLock open(Path store, Path file, String kind) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OwnerOnly.file());
    try {
      if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
        throw inUse(store, Files.readString(file, StandardCharsets.US_ASCII), kind);
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(ownPid().getBytes(StandardCharsets.US_ASCII)), 0);
      return new StoreLock(file, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static StoreException inUse(Path store, String owner, String kind) {
    return new StoreException(
        Kind.LOCKED,
        store
            + " is in use by process "
            + (owner.isEmpty() ? "(unknown)" : owner)
            + ". Stop it, or set database_path to another "
            + kind
            + ".");
  }

  private static String ownPid() {
    return Long.toString(ProcessHandle.current().pid());
  }

  /** Returns whether the lock has not been released yet. */
  public boolean isHeld() {
    return channel.isOpen();
  }

  /** Releases the lock; may be called again. */
  @Override
  public void close() {
    if (!isHeld()) {
      return;
    }
    try {
      channel.close();
    } catch (IOException ignored) {
      // The lock ends with the process at the latest.
    }
    HELD.remove(held);
  }
}
