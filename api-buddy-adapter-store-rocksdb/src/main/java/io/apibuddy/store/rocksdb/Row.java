package io.apibuddy.store.rocksdb;

import org.rocksdb.RocksDBException;

/** A row on its way into a batch. */
final class Row {
  private static final byte[] NOTHING = new byte[0];

  private final Family family;
  private final byte[] key;
  private final byte[] value;

  Row(Family family, byte[] key, byte[] value) {
    this.family = family;
    this.key = key;
    this.value = value;
  }

  /** A row of an index, which is nothing but its key. */
  Row(Family family, byte[] key) {
    this(family, key, NOTHING);
  }

  /** Returns how many bytes it takes. */
  int bytes() {
    return key.length + value.length;
  }

  void put(Batch batch) throws RocksDBException {
    batch.put(family, key, value);
  }
}
