package com.example.files;

import io.apibuddy.ports.contract.DurabilityContract;
import io.apibuddy.ports.contract.StorageContract;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.Storage;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** The whole contract kit, for a storage that keeps something. */
class FilesStorageContractTest implements StorageContract, DurabilityContract {
  @TempDir Path directory;

  @Override
  public Storage open(AdapterContext context) {
    Settings settings = Settings.of(Map.of("database_path", directory.toString()));
    return new FilesStorageProvider()
        .open(new AdapterContext(settings, context.clock(), context.ticker(), context.notices()));
  }
}
