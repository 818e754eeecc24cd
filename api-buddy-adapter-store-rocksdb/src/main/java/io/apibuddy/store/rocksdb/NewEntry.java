package io.apibuddy.store.rocksdb;

import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksDBException;

/**
 * An entry that is to become visible, with its rows as far as they do not depend on what else the
 * store holds: its caller prepares them before its turn comes. Immutable.
 */
final class NewEntry {
  private final EntryRecord entry;
  private final Uses uses;
  private final List<Row> rows = new ArrayList<>();

  NewEntry(EntryRecord entry, long now) {
    this.entry = entry;
    this.uses = Uses.none(now, entry.response());
    Place place = entry.place();
    byte[] key = Key.of(place);
    rows.add(new Row(Family.ENTRIES, key, Sealed.seal(key, EntryCodec.encode(entry))));
    rows.add(new Row(Family.USES, key, uses.encode()));
    rows.add(new Row(Family.EXPIRY, entry.expiryKey()));
    rows.add(new Row(Family.TARGETS, entry.targetKey()));
    if (!uses.pinned()) {
      rows.add(new Row(Family.RECENCY, uses.recencyKey(place)));
    }
  }

  EntryRecord entry() {
    return entry;
  }

  Uses uses() {
    return uses;
  }

  /** Returns how many bytes the rows take. */
  long bytes() {
    return rows.stream().mapToLong(Row::bytes).sum();
  }

  void put(Batch batch) throws RocksDBException {
    for (Row row : rows) {
      row.put(batch);
    }
  }
}
