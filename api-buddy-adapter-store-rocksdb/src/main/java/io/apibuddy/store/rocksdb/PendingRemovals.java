package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import io.apibuddy.ports.store.local.StoreNotices;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.rocksdb.RocksDBException;

/**
 * The removals that could not be written, because the disk is full for example. Their entries are
 * hidden until the removals are written. Safe for concurrent use; readers take no lock.
 */
final class PendingRemovals {

  private static final int STEP = 500;

  private final Tickets tickets;
  private final StoreNotices notices;

  /** The highest number of an entry that each removal covers. */
  private final Map<EntrySelector, Long> last = new ConcurrentHashMap<>();

  PendingRemovals(Tickets tickets, StoreNotices notices) {
    this.tickets = tickets;
    this.notices = notices;
  }

  /** Hides the entries that a selector covers, including those being staged now. */
  void hide(EntrySelector selector, StoreException failure) {
    long newest = tickets.revoke(selector);
    last.merge(selector, newest, Math::max);
    notices.removalFailed(failure);
  }

  /** Returns whether a removal of the entry is pending. */
  boolean hides(EntryRecord entry) {
    if (last.isEmpty()) {
      return false;
    }
    Place place = entry.place();
    String domain = place.domain();
    long number = place.number();
    return number <= last.getOrDefault(EntrySelector.ALL, -1L)
        || number <= last.getOrDefault(new EntrySelector.ByDomain(domain), -1L)
        || number <= last.getOrDefault(target(entry), -1L)
        || number <= last.getOrDefault(new EntrySelector.ById(place.id()), -1L);
  }

  private static EntrySelector target(EntryRecord entry) {
    return new EntrySelector.ByTarget(
        entry.place().domain(),
        entry.response().request().method(),
        entry.response().request().target());
  }

  /** Tries again to write the removals; stops at the first that fails. */
  void remove(Mutations mutations) {
    for (Map.Entry<EntrySelector, Long> one : Map.copyOf(last).entrySet()) {
      EntrySelector selector = one.getKey();
      long newest = one.getValue();
      for (long before = newest + 1; before > 0; ) { // other steps run in between
        long end = before;
        before = mutations.run(changes -> removeSome(changes, selector, end));
      }
      last.remove(selector, newest);
    }
  }

  /** Removes some entries; returns the lowest number among them, 0 if none are left. */
  private static long removeSome(Changes changes, EntrySelector selector, long before)
      throws RocksDBException {
    long oldest = 0;
    for (Place place :
        SelectedEntries.newest(changes.database(), selector, changes.domains(), before, STEP)) {
      boolean unused = changes.remove(place);
      oldest = place.number();
    }
    return oldest;
  }

  /** Tries for the last time, and reports removals that are lost. */
  void close(Mutations mutations) {
    try {
      remove(mutations);
    } catch (StoreException e) {
      if (e.kind() != Kind.CLOSED) {
        notices.removalLost();
      }
    }
  }
}
