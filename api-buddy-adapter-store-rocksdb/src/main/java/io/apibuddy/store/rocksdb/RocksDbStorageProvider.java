package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StorageProvider;
import io.apibuddy.ports.store.local.LocalStore;
import java.util.Set;

/** Opens storage in one RocksDB directory, which {@code database_path} names. */
public final class RocksDbStorageProvider implements StorageProvider {

  /** Creates the provider; for {@link java.util.ServiceLoader}. */
  public RocksDbStorageProvider() {}

  @Override
  public String name() {
    return "rocksdb";
  }

  @Override
  public Set<String> settingNames() {
    return LocalStore.NAMES;
  }

  @Override
  public Storage open(AdapterContext context) {
    return RocksDbStorage.open(
        LocalStore.read(context.settings(), RocksDbStorage.PATH_KIND), context);
  }
}
