package io.apibuddy.domain.memory;

import io.apibuddy.ports.contract.StorageContract;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.store.Storage;

/** Runs the whole contract kit; what is special in memory is in {@link MemoryBoundsTest}. */
class InMemoryStorageTest implements StorageContract {

  @Override
  public Storage open(AdapterContext context) {
    return new InMemoryStorage(context);
  }
}
