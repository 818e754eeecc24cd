package io.apibuddy.store.rocksdb;

import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** A view of the database that reads single rows. */
@FunctionalInterface
interface View {

  /** Returns a row's value, null if there is none. */
  byte @Nullable [] get(ColumnFamily family, byte[] key) throws RocksDBException;
}
