package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.contract.AbsenceContract;
import io.apibuddy.ports.contract.DurabilityContract;
import io.apibuddy.ports.contract.FloodContract;
import io.apibuddy.ports.contract.StorageContract;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.Storage;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** The adapter keeps every promise of the ports, in a real directory. */
class RocksDbStorageContractTest
    implements StorageContract, AbsenceContract, DurabilityContract, FloodContract {
  @TempDir Path directory;

  @Override
  public Storage openBounded(Path place, Map<String, Object> bounds) {
    bounds.put("database_path", place.toString());
    return new RocksDbStorageProvider().open(AdapterContext.of(Settings.of(bounds)));
  }

  @Override
  public long mostOverhead() {
    return 140L << 20; // the log, what is being merged, and deleted rows that are not merged yet
  }

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
