package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.EntrySelector;
import java.util.Optional;
import org.rocksdb.RocksDBException;

/** Removes what a selector means, in one step. */
final class Removal implements Mutations.Step<Long> {
  private final EntrySelector selector;
  private final Tickets tickets;
  private final Totals totals;

  Removal(EntrySelector selector, Tickets tickets, Totals totals) {
    this.selector = selector;
    this.tickets = tickets;
    this.totals = totals;
  }

  @Override
  public Long collect(Changes changes) throws RocksDBException {
    long last = tickets.revoke(selector);
    if (selector instanceof EntrySelector.All) {
      long removed = 0;
      for (String domain : totals.domains()) {
        removed += clear(changes, domain, last);
      }
      return removed;
    }
    if (selector instanceof EntrySelector.ByDomain those) {
      return clear(changes, those.domain(), last);
    }
    long removed = 0;
    for (Place place : Selected.places(changes.database(), selector)) {
      Optional<EntryRecord> entry = changes.find(place);
      if (entry.isPresent()) {
        changes.remove(entry.get());
        removed++;
      }
    }
    return removed;
  }

  private static long clear(Changes changes, String domain, long last) throws RocksDBException {
    long entries = changes.totals(domain).entries();
    changes.clear(domain, last);
    return entries;
  }
}
