package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.local.StoreNotices;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Records damaged entries, to be removed in the background. Safe for concurrent use. */
final class Damage {
  /** The most entries that are remembered; any other is noticed again at its next use. */
  private static final int MAX_PLACES = 1000;

  private final StoreNotices notices;
  private final Set<Place> places = ConcurrentHashMap.newKeySet();

  Damage(StoreNotices notices) {
    this.notices = notices;
  }

  void found(Place place) {
    notices.warn(
        StoreNotices.DAMAGED,
        "A stored response did not match its checksum; it is treated as missing.");
    if (places.size() < MAX_PLACES) {
      places.add(place);
    }
  }

  /** Reports that a table file cannot be read in full; its entries count as missing. */
  void unreadable(StoreException failure) {
    notices.warn(
        StoreNotices.DAMAGED,
        "Stored responses cannot be read and are treated as missing: " + failure.getMessage());
  }

  /** Runs a look-up; returns {@code missing} if it fails because a table file cannot be read. */
  <T> T orMissing(Supplier<T> lookup, T missing) {
    try {
      return lookup.get();
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.CORRUPT) {
        throw e;
      }
      unreadable(e);
      return missing;
    }
  }

  /** Removes the entries recorded since the last call, in one step. */
  void repair(Mutations mutations) {
    List<Place> found = List.copyOf(places);
    if (!found.isEmpty()) {
      mutations.run(
          changes -> {
            for (Place place : found) {
              changes.removeDamaged(place);
            }
            return found.size();
          },
          Engine.TIMEOUT);
      found.forEach(places::remove);
    }
  }
}
