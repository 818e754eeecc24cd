/** A storage adapter that keeps everything in one RocksDB directory. */
module io.apibuddy.store.rocksdb {
  requires io.apibuddy.ports;
  requires static org.jspecify;
  requires rocksdbjni;

  provides io.apibuddy.ports.store.StorageProvider with
      io.apibuddy.store.rocksdb.RocksDbStorageProvider;
}
