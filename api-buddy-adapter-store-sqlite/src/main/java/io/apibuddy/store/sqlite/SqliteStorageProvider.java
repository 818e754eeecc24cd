package io.apibuddy.store.sqlite;

import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StorageProvider;
import io.apibuddy.ports.store.local.LocalStore;
import java.util.Set;

/**
 * Storage in one SQLite file, for one process at a time. {@code max_size_mb} counts content as it
 * is kept, after compression, with all that belongs to it; indexes and free pages come on top.
 */
public final class SqliteStorageProvider implements StorageProvider {

  /** For {@link java.util.ServiceLoader}. */
  public SqliteStorageProvider() {}

  @Override
  public String name() {
    return "sqlite";
  }

  @Override
  public Set<String> settingNames() {
    return LocalStore.NAMES;
  }

  @Override
  public Storage open(AdapterContext context) {
    return SqliteStorage.open(SqliteSettings.read(context.settings()), context);
  }
}
