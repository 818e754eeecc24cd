package io.apibuddy.store.sqlite;

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

/** The adapter keeps every promise of the ports, in a real file. */
class SqliteStorageContractTest
    implements StorageContract, AbsenceContract, DurabilityContract, FloodContract {
  @TempDir Path directory;

  @Override
  public Storage openBounded(Path place, Map<String, Object> bounds) {
    bounds.put("database_path", place.toString());
    return new SqliteStorageProvider().open(AdapterContext.of(Settings.of(bounds)));
  }

  @Override
  public long mostOverhead() {
    return 100L << 20; // the log before it is carried over, and pages that are not given back yet
  }

  @Override
  public Storage open(AdapterContext context) {
    return new SqliteStorageProvider()
        .open(
            new AdapterContext(
                TestStorage.settings(directory.resolve("store.db")),
                context.clock(),
                context.ticker(),
                context.notices()));
  }
}
