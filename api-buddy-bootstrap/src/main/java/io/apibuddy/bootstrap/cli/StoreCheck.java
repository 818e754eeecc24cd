package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.config.Assignment;
import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.error.CacheException;
import io.apibuddy.bootstrap.wiring.OfflineStore;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The doctor's check whether the configured store can be used.
 *
 * @param access opens the store
 */
record StoreCheck(StoreAccess access) {
  /** The result of the check, in words for the user. */
  record Finding(boolean healthy, String text) {}

  /** Checks whether a missing store could be created at a path. */
  private static Finding checkMissing(Path place) {
    Path ancestor = place.getParent();
    while (ancestor != null && !Files.exists(ancestor)) {
      ancestor = ancestor.getParent();
    }
    boolean possible =
        ancestor != null && Files.isDirectory(ancestor) && Files.isWritable(ancestor);
    return possible
        ? new Finding(true, "none yet at " + place)
        : new Finding(false, place + " cannot be created: " + ancestor + " is not writable");
  }

  /**
   * Creates a store in a temporary directory and deletes it again: the engine's native library may
   * not load on this machine.
   *
   * @throws CacheException if the engine cannot open the store
   * @throws StoreException if the directory cannot be created or deleted
   */
  private void tryEngine(StoreOptions options) {
    try (TemporaryDirectory directory = TemporaryDirectory.create("api-buddy-doctor")) {
      String path = directory.path().resolve("store").toString();
      Assignment place = Assignment.of("this command", "cache.database_path", path);
      OfflineStore trial = access.find(access.load(options, place).configuration());
      if (trial != null) {
        access.open(trial).close();
      }
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Kind.UNUSABLE,
          "no temporary store can be created or deleted ("
              + e
              + "); -Djava.io.tmpdir=DIRECTORY names another directory",
          e);
    }
  }

  /**
   * Opens the store, counts its responses and closes it again. If there is no store yet, checks
   * whether it could be created and tries the engine.
   *
   * @param options where the configuration is from
   */
  Finding check(Configuration configuration, StoreOptions options) {
    try {
      return check(access.find(configuration), options);
    } catch (CacheException e) {
      return e.kind() == StoreException.Kind.LOCKED
          ? new Finding(true, "in use by a running api-buddy")
          : new Finding(false, String.valueOf(e.getMessage()));
    } catch (StoreException e) {
      return new Finding(false, String.valueOf(e.getMessage()));
    }
  }

  private Finding check(@Nullable OfflineStore store, StoreOptions options) {
    if (store == null) {
      return new Finding(true, "in memory");
    }
    if (!store.exists()) {
      Finding missing = checkMissing(Path.of(store.path()).toAbsolutePath());
      if (missing.healthy()) {
        tryEngine(options);
      }
      return missing;
    }
    try (Storage storage = access.open(store)) {
      Collection<StoreStats> stats = storage.responses().stats(Instant.now()).values();
      long entries = stats.stream().mapToLong(StoreStats::entries).sum();
      return new Finding(true, "can be read, contains " + Quantity.of(entries, "response"));
    }
  }
}
