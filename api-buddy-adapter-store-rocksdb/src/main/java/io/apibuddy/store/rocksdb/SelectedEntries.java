package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.local.KeyDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rocksdb.RocksDBException;

/** Finds the entries that a selector covers through the indexes; some may be gone already. */
final class SelectedEntries {
  private SelectedEntries() {}

  /** Returns all entries of a selector for an id or a target. */
  static List<Place> places(Database database, EntrySelector selector) throws RocksDBException {
    return newest(database, selector, List.of(), Long.MAX_VALUE, Integer.MAX_VALUE);
  }

  /**
   * Returns the newest entries, the newest first.
   *
   * @param domains the key prefixes of all domains
   * @param before the number that the entries' numbers must be below
   * @param limit the most entries to return
   */
  static List<Place> newest(
      Database database, EntrySelector selector, List<byte[]> domains, long before, int limit)
      throws RocksDBException {
    if (selector instanceof EntrySelector.ById one) {
      return Place.of(one.id()).filter(place -> place.number() < before).stream().toList();
    }
    if (selector instanceof EntrySelector.ByTarget those) {
      byte[] target = KeyDigest.of(those.method(), those.target()).bytes();
      List<byte[]> prefix = List.of(Key.of(those.domain()).with(target).bytes());
      return rows(database, ColumnFamily.TARGETS, prefix, before, limit);
    }
    if (selector instanceof EntrySelector.ByDomain those) {
      List<byte[]> prefix = List.of(Key.of(those.domain()).bytes());
      return rows(database, ColumnFamily.ENTRIES, prefix, before, limit);
    }
    return rows(database, ColumnFamily.ENTRIES, domains, before, limit);
  }

  private static List<Place> rows(
      Database database, ColumnFamily family, List<byte[]> prefixes, long before, int limit)
      throws RocksDBException {
    List<Place> places = new ArrayList<>();
    byte[] start = Key.of(before - 1).bytes();
    try (MergedRows rows = MergedRows.descending(database, family, prefixes, start)) {
      while (places.size() < limit) {
        Optional<byte[]> key = rows.next();
        if (key.isEmpty()) {
          break;
        }
        places.add(new Place(Key.text(key.get()), Key.number(key.get(), 0)));
      }
    }
    return places;
  }
}
