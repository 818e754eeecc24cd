package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StorageProvider;
import io.apibuddy.ports.store.local.LocalStore;
import java.util.Set;

/** Keeps everything in one RocksDB directory, named by {@code database_path}. */
public final class RocksDbStorageProvider implements StorageProvider {

  /** For {@link java.util.ServiceLoader}. */
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
    return RocksDbStorage.open(LocalStore.read(context.settings(), RocksDbStorage.PLACE), context);
  }
}
