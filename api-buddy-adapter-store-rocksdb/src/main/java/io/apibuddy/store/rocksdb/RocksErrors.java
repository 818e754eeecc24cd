package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import io.apibuddy.ports.store.local.OpeningFailure;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Translates RocksDB's failures into {@link StoreException}s. */
final class RocksErrors {
  private RocksErrors() {}

  static StoreException translate(RocksDBException failure) {
    return new StoreException(kind(failure), "RocksDB: " + failure.getMessage(), failure);
  }

  /** Describes a failure to open a directory, with what to do about it. */
  static StoreException opening(Path directory, RocksDBException failure) {
    String reason = "RocksDB: " + failure.getMessage();
    return OpeningFailure.of(directory, kind(failure), reason, failure);
  }

  /** Translates any failure of a step. */
  static StoreException translate(Exception failure) {
    if (failure instanceof StoreException known) {
      return known;
    }
    return failure instanceof RocksDBException engines
        ? translate(engines)
        : new StoreException(Kind.IO, "a step failed: " + failure, failure);
  }

  /** Throws {@code failure} unless it means that files of the database are damaged. */
  static void requireDamage(RocksDBException failure) throws RocksDBException {
    if (kind(failure) != Kind.CORRUPT) {
      throw failure;
    }
  }

  static Kind kind(RocksDBException failure) {
    Status status = failure.getStatus();
    if (status == null || status.getCode() == null) {
      return Kind.IO;
    }
    return switch (status.getCode()) {
      case Corruption -> Kind.CORRUPT;
      case Incomplete, Busy, TimedOut, TryAgain, MergeInProgress, Expired -> Kind.BUSY;
      case Aborted -> status.getSubCode() == Status.SubCode.MemoryLimit ? Kind.FULL : Kind.BUSY;
      case InvalidArgument, NotSupported -> Kind.UNUSABLE;
      case ShutdownInProgress -> Kind.CLOSED;
      default -> input(status.getSubCode(), String.valueOf(failure.getMessage()));
    };
  }

  private static Kind input(Status.@Nullable SubCode detail, String message) {
    if (detail == Status.SubCode.NoSpace || message.contains("No space left")) {
      return Kind.FULL;
    }
    if (message.contains("lock file") || message.contains("lock hold by")) {
      return Kind.LOCKED;
    }
    boolean readOnly = message.contains("Read-only") || message.contains("Permission denied");
    return readOnly ? Kind.READ_ONLY : Kind.IO;
  }
}
