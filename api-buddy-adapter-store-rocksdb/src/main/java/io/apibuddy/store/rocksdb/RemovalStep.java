package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.EntrySelector;
import org.rocksdb.RocksDBException;

/**
 * The step that removes the entries that a selector covers. Entries that are not written yet are
 * dropped even if the step fails afterwards.
 */
final class RemovalStep implements Mutations.Step<Long> {
  private final EntrySelector selector;
  private final Parts parts;

  RemovalStep(EntrySelector selector, Parts parts) {
    this.selector = selector;
    this.parts = parts;
  }

  @Override
  public Long collect(Changes changes) throws RocksDBException {
    long last = parts.tickets().revoke(selector);
    long hidden = 0; // entries that were not written yet, and replace none
    for (EntryRecord entry : parts.buffer().dropRevoked()) {
      hidden += replaces(changes, entry) ? 0 : 1;
    }
    return hidden + removeWritten(changes, last);
  }

  private static boolean replaces(Changes changes, EntryRecord entry) {
    try {
      Slots stored = changes.slots(entry.place().domain(), entry.key());
      return !stored.possibleMatches(entry.response().variant()).isEmpty();
    } catch (RocksDBException | RuntimeException damaged) {
      return false; // the removal goes on
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
    for (Place place : SelectedEntries.places(changes.database(), selector)) {
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
