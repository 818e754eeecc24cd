package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import io.apibuddy.ports.store.local.StoreLock;
import io.apibuddy.ports.store.local.StoreNotices;
import io.apibuddy.ports.store.local.UnpackedLibraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.util.Environment;

/**
 * Locks a directory and opens the database in it. A database that turns out to be damaged is never
 * opened a second time, because that could silently drop rows: it is moved aside as it is. Not safe
 * for concurrent use.
 */
final class DatabaseOpener implements AutoCloseable {
  /** The environment variable that tells the engine where to unpack its library. */
  private static final String LIBRARY_DIRECTORY = "ROCKSDB_SHAREDLIB_DIR";

  /** Whether the engine's library is loaded; guarded by the class. */
  private static boolean loaded;

  private final StoreDirectory directory;
  private final AdapterContext context;
  private final WriteHealth health;
  private volatile StoreLock lock;

  private DatabaseOpener(StoreDirectory directory, AdapterContext context) {
    this.directory = directory;
    this.context = context;
    this.health = new WriteHealth(context.ticker());
    this.lock = lock(directory);
  }

  /**
   * Prepares a directory and locks it.
   *
   * @throws StoreException if it cannot be used, LOCKED if another process uses it
   */
  static DatabaseOpener of(Path path, AdapterContext context) {
    return new DatabaseOpener(StoreDirectory.prepare(path), context);
  }

  private static StoreLock lock(StoreDirectory directory) {
    return StoreLock.take(directory.path(), directory.lockFile(), "directory");
  }

  Path path() {
    return directory.path();
  }

  /** Returns the record of failed writes. */
  WriteHealth health() {
    return health;
  }

  /** Opens what the directory holds now, even if its files were deleted or replaced meanwhile. */
  Database reopen() throws RocksDBException {
    StoreDirectory place = StoreDirectory.prepare(directory.path());
    if (!lock.isHeld() || !Files.exists(place.lockFile())) {
      lock.close();
      lock = lock(place);
    }
    return open();
  }

  Database open() throws RocksDBException {
    loadEngine();
    try {
      String missing = directory.missingFile();
      return missing.isEmpty() ? openWhole() : replace("its file " + missing + " is missing");
    } catch (IOException e) {
      throw directory.unusable("cannot be read or changed (" + e + ")", e);
    }
  }

  private Database openWhole() throws RocksDBException {
    try {
      if (directory.hasDatabase()) {
        Schema.check(directory.path());
      }
      return Database.open(directory.path(), health);
    } catch (RocksDBException e) {
      if (RocksErrors.kind(e) == Kind.UNUSABLE) {
        throw new StoreException(
            Kind.INCOMPATIBLE,
            directory.path()
                + " was written by another program or a later version of this one ("
                + e.getMessage()
                + "). Use that program, or set database_path to another directory.",
            e);
      }
      return replace(e);
    }
  }

  /**
   * Moves a database that turned out to be damaged aside and opens an empty one.
   *
   * @throws RocksDBException {@code failure} itself if it does not mean damage
   */
  Database replace(RocksDBException failure) throws RocksDBException {
    if (RocksErrors.kind(failure) != Kind.CORRUPT) {
      throw failure;
    }
    try {
      return replace(String.valueOf(failure.getMessage()));
    } catch (IOException e) {
      throw directory.unusable("is damaged and cannot be moved aside (" + e + ")", e);
    }
  }

  private Database replace(String damage) throws RocksDBException, IOException {
    Path aside = directory.moveAside(context.clock().instant());
    new StoreNotices(context)
        .warn(
            "store-corrupt",
            directory.path()
                + " is damaged ("
                + damage
                + ") and was moved to "
                + aside
                + "; the store starts empty.");
    return Database.open(directory.path(), health);
  }

  /** Releases the lock. */
  @Override
  public void close() {
    lock.close();
  }

  private static synchronized void loadEngine() {
    if (loaded) {
      return;
    }
    try {
      Path kept = System.getenv(LIBRARY_DIRECTORY) == null ? cachedLibrary() : null;
      if (kept == null || !loadedFrom(kept)) {
        RocksDB.loadLibrary();
      }
      loaded = true;
    } catch (LinkageError | RuntimeException e) {
      throw new StoreException(
          Kind.UNUSABLE,
          "RocksDB's native library cannot be loaded ("
              + e
              + "). Set "
              + LIBRARY_DIRECTORY
              + " to a directory that allows execution, or use another cache.backend.",
          e);
    }
  }

  private static @Nullable Path cachedLibrary() {
    // In a given directory the engine looks for another name than the library has in the jar.
    return UnpackedLibraries.directoryOf(
        () -> RocksDB.class.getResource("/" + Environment.getJniLibraryFileName("rocksdb")),
        Environment.getJniLibraryFileName("rocksdbjni"));
  }

  private static boolean loadedFrom(Path directory) {
    try {
      RocksDB.loadLibrary(List.of(directory.toString()));
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false; // perhaps built for another system
    }
  }
}
