package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.contract.DurabilityContract;
import io.apibuddy.ports.contract.StorageContract;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.store.Storage;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The adapter keeps every promise of the ports, in a real directory. */
class RocksDbStorageContractTest implements StorageContract, DurabilityContract {
  @TempDir Path directory;

  @Override
  public Storage open(AdapterContext context) {
    return new RocksDbStorageProvider()
        .open(
            new AdapterContext(
                TestStorage.settings(directory.resolve("store")),
                context.clock(),
                context.ticker(),
                context.notices()));
  }
}
