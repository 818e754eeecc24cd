package io.apibuddy.store.sqlite;

import io.apibuddy.ports.contract.LargeEntryContract;
import io.apibuddy.ports.contract.ManyEntriesContract;
import io.apibuddy.ports.contract.ReadOnlyContract;
import io.apibuddy.ports.store.StorageProvider;

class PlaceTest implements ReadOnlyContract, LargeEntryContract, ManyEntriesContract {
  @Override
  public StorageProvider provider() {
    return new SqliteStorageProvider();
  }
}
