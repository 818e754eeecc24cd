package io.apibuddy.domain.memory;

import io.apibuddy.ports.contract.AbsenceContract;
import io.apibuddy.ports.contract.FloodContract;
import io.apibuddy.ports.contract.StorageContract;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.Storage;
import java.nio.file.Path;
import java.util.Map;

/** Runs the whole contract kit; {@link MemoryCapacityTest} tests what is special in memory. */
class InMemoryStorageTest implements StorageContract, AbsenceContract, FloodContract {

  @Override
  public Storage openBounded(Path place, Map<String, Object> bounds) {
    bounds.remove("store_budget");
    return new InMemoryStorage(AdapterContext.of(Settings.of(bounds)));
  }

  @Override
  public long mostOverhead() {
    return 0;
  }

  @Override
  public Storage open(AdapterContext context) {
    return new InMemoryStorage(context);
  }
}
