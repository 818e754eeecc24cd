package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.EntrySelector;
import org.rocksdb.RocksDBException;

/**
 * Removes what a selector means, in one step. What was accepted and is not written goes also if the
 * step fails then.
 */
final class Removal implements Mutations.Step<Long> {
  private final EntrySelector selector;
  private final Parts parts;

  Removal(EntrySelector selector, Parts parts) {
    this.selector = selector;
    this.parts = parts;
  }

  @Override
  public Long collect(Changes changes) throws RocksDBException {
    long last = parts.tickets().revoke(selector);
    long hidden = 0; // of those that would be written after it
    for (EntryRecord entry : parts.unwritten().dropRevoked()) {
      hidden += replaces(changes, entry) ? 0 : 1;
    }
    return hidden + removeWritten(changes, last);
  }

  private static boolean replaces(Changes changes, EntryRecord entry) {
    try {
      Slots stored = changes.slots(entry.place().domain(), entry.key());
      return !stored.maybe(entry.response().variant()).isEmpty();
    } catch (RocksDBException | RuntimeException damaged) {
      return false; // which keeps nobody from removing it
    }
  }

  private long removeWritten(Changes changes, long last) throws RocksDBException {
    if (selector instanceof EntrySelector.All) {
      long removed = 0;
      for (String domain : parts.totals().domains()) {
        removed += clear(changes, domain, last);
      }
      return removed;
    }
    if (selector instanceof EntrySelector.ByDomain those) {
      return clear(changes, those.domain(), last);
    }
    long removed = 0;
    for (Place place : Selected.places(changes.database(), selector)) {
      removed += changes.remove(place) ? 1 : 0;
    }
    return removed;
  }

  private static long clear(Changes changes, String domain, long last) throws RocksDBException {
    long entries = changes.totals(domain).entries();
    changes.clear(domain, last);
    return entries;
  }
}
