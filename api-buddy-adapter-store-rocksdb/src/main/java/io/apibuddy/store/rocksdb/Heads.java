package io.apibuddy.store.rocksdb;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.rocksdb.RocksDBException;

/** Reads rows of {@link Family#ENTRIES}. Safe for concurrent use. */
final class Heads {
  private final Damage damage;

  Heads(Damage damage) {
    this.damage = damage;
  }

  /** Returns an entry; empty if there is none or it is damaged, which is recorded for repair. */
  Optional<EntryRecord> find(View view, Place place) throws RocksDBException {
    return content(view, place).map(content -> EntryCodec.decode(place, content));
  }

  /** Returns the encoding of an entry by {@link EntryCodec}, under the same conditions. */
  Optional<ByteBuffer> content(View view, Place place) throws RocksDBException {
    byte[] key = Key.of(place);
    byte[] row = view.get(Family.ENTRIES, key);
    if (row == null) {
      return Optional.empty();
    }
    Optional<ByteBuffer> content = Sealed.open(key, row);
    if (content.isEmpty()) {
      damage.found(place);
    }
    return content;
  }

  /** Returns an entry if its head can be read. Damage is not recorded. */
  static Optional<EntryRecord> readable(View view, Place place) throws RocksDBException {
    byte[] key = Key.of(place);
    byte[] row = view.get(Family.ENTRIES, key);
    return row == null
        ? Optional.empty()
        : Sealed.open(key, row).map(content -> EntryCodec.decode(place, content));
  }
}
