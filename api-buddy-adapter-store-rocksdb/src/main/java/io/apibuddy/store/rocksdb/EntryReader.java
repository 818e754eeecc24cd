package io.apibuddy.store.rocksdb;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.rocksdb.RocksDBException;

/** Reads rows of {@link ColumnFamily#ENTRIES}. Safe for concurrent use. */
final class EntryReader {
  private final Damage damage;

  EntryReader(Damage damage) {
    this.damage = damage;
  }

  /** Returns an entry; empty if there is none or it is damaged, which is recorded for repair. */
  Optional<EntryRecord> find(View view, Place place) throws RocksDBException {
    return content(view, place).map(content -> EntryCodec.decode(place, content));
  }

  /** Returns the encoding of an entry by {@link EntryCodec}, under the same conditions. */
  Optional<ByteBuffer> content(View view, Place place) throws RocksDBException {
    byte[] key = Key.of(place);
    byte[] row = view.get(ColumnFamily.ENTRIES, key);
    if (row == null) {
      return Optional.empty();
    }
    Optional<ByteBuffer> content = ChecksummedValue.decode(key, row);
    if (content.isEmpty()) {
      damage.found(place);
    }
    return content;
  }

  /** Returns an entry if its head can be read. Damage is not recorded. */
  static Optional<EntryRecord> readable(View view, Place place) throws RocksDBException {
    byte[] key = Key.of(place);
    byte[] row = view.get(ColumnFamily.ENTRIES, key);
    return row == null
        ? Optional.empty()
        : ChecksummedValue.decode(key, row).map(content -> EntryCodec.decode(place, content));
  }
}
