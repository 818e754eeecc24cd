package io.apibuddy.bootstrap.fakes;

import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.store.ForwardingStorage;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StorageProvider;
import java.util.Set;

/** A storage engine that stores in memory and writes nothing to its path. */
public final class FakeStorageProvider implements StorageProvider {

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public Set<String> settingNames() {
    return Set.of("database_path", "max_entries", "fake_depth", "fake_token");
  }

  @Override
  public Set<String> sensitiveSettingNames() {
    return Set.of("fake_token");
  }

  @Override
  public Storage open(AdapterContext context) {
    long unused = context.settings().number("fake_depth", 0);
    Journal.openStorage(context);
    return new ForwardingStorage(new InMemoryStorage(context)) {
      @Override
      public void close() {
        Journal.step("storage close");
        super.close();
      }
    };
  }
}
