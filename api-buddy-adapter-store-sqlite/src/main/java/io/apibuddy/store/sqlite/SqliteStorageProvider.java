package io.apibuddy.store.sqlite;

import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StorageProvider;
import io.apibuddy.ports.store.local.LocalStore;
import java.util.Set;

/**
 * Provides storage in one SQLite file, for one process at a time. {@code max_size_mb} counts whole
 * entries, with their content as stored, after compression; indexes and free pages come on top.
 */
public final class SqliteStorageProvider implements StorageProvider {

  /** Creates the provider; for {@link java.util.ServiceLoader}. */
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
