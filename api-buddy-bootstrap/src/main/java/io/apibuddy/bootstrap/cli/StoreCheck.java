package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.error.CacheException;
import io.apibuddy.bootstrap.wiring.StoreAtRest;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreStats;
import java.time.Instant;
import java.util.Collection;

/**
 * Whether a store can be used.
 *
 * @param access opens it
 */
record StoreCheck(StoreAccess access) {
  private static final String MEMORY = "memory";

  /** What was found. */
  record Finding(boolean healthy, String text) {}

  /** Opens the store, counts what is in it and closes it again. */
  Finding look(StoreOptions options) {
    Configuration configuration = access.load(options).configuration();
    if (MEMORY.equals(configuration.storage().backend())
        || ":memory:".equals(configuration.storage().path())) {
      return new Finding(true, "in memory");
    }
    StoreAtRest store = access.find(configuration);
    if (!store.exists()) {
      return new Finding(true, "none yet at " + store.path());
    }
    try (Storage storage = access.open(store)) {
      Collection<StoreStats> stats = storage.responses().stats(Instant.now()).values();
      long entries = stats.stream().mapToLong(StoreStats::entries).sum();
      return new Finding(true, "can be read, holds " + entries + " responses");
    } catch (CacheException e) {
      return e.kind() == StoreException.Kind.LOCKED
          ? new Finding(true, "in use by a running api-buddy")
          : new Finding(false, String.valueOf(e.getMessage()));
    } catch (StoreException e) {
      return new Finding(false, String.valueOf(e.getMessage()));
    }
  }
}
