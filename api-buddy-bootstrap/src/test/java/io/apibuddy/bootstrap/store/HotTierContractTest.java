package io.apibuddy.bootstrap.store;

import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.contract.AbsenceContract;
import io.apibuddy.ports.contract.StorageContract;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.store.Storage;

/** A storage behind the tier keeps every promise of a storage. */
class HotTierContractTest implements StorageContract, AbsenceContract {

  @Override
  public Storage open(AdapterContext context) {
    return new HotTierStorage(new BodilessStorage(new InMemoryStorage(context)), 8 << 20);
  }
}
