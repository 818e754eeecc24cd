package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.contract.KillContract;
import io.apibuddy.ports.store.StorageProvider;

class KillTest implements KillContract {
  @Override
  public StorageProvider provider() {
    return new RocksDbStorageProvider();
  }
}
