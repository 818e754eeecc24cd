package io.apibuddy.store.rocksdb;

import org.rocksdb.RocksDBException;

/** A row that is ready to be put into a batch. */
final class Row {
  private static final byte[] NOTHING = new byte[0];

  private final ColumnFamily family;
  private final byte[] key;
  private final byte[] value;

  Row(ColumnFamily family, byte[] key, byte[] value) {
    this.family = family;
    this.key = key;
    this.value = value;
  }

  /** Creates a row of an index, which has only a key. */
  Row(ColumnFamily family, byte[] key) {
    this(family, key, NOTHING);
  }

  /** Returns the size of key and value in bytes. */
  int bytes() {
    return key.length + value.length;
  }

  void put(Batch batch) throws RocksDBException {
    batch.put(family, key, value);
  }
}
