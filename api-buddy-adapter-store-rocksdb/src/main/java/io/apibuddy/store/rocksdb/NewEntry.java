package io.apibuddy.store.rocksdb;

import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksDBException;

/**
 * An entry that is about to become visible, with those of its rows that do not depend on other
 * entries. The caller's thread encodes them before its turn to write comes. Immutable.
 */
final class NewEntry {
  private final EntryRecord entry;
  private final UsageRecord uses;
  private final List<Row> rows = new ArrayList<>();

  NewEntry(EntryRecord entry, long now) {
    this.entry = entry;
    this.uses = UsageRecord.none(now, entry.response());
    Place place = entry.place();
    byte[] key = Key.of(place);
    rows.add(
        new Row(ColumnFamily.ENTRIES, key, ChecksummedValue.encode(key, EntryCodec.encode(entry))));
    rows.add(new Row(ColumnFamily.USES, key, uses.encode()));
    rows.add(new Row(ColumnFamily.EXPIRY, entry.expiryKey()));
    rows.add(new Row(ColumnFamily.TARGETS, entry.targetKey()));
    if (!uses.pinned()) {
      rows.add(new Row(ColumnFamily.RECENCY, uses.recencyKey(place)));
    }
  }

  EntryRecord entry() {
    return entry;
  }

  UsageRecord uses() {
    return uses;
  }

  /** Returns the size of the rows in bytes. */
  long bytes() {
    return rows.stream().mapToLong(Row::bytes).sum();
  }

  void put(Batch batch) throws RocksDBException {
    for (Row row : rows) {
      row.put(batch);
    }
  }
}
