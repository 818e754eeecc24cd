package io.apibuddy.bootstrap.fakes;

import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.ConfigHistory;
import io.apibuddy.ports.store.MetricsJournal;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StorageProvider;
import io.apibuddy.ports.store.ThrottleLedger;
import java.util.Set;

/** A storage engine that keeps nothing at its path. */
public final class FakeStorageProvider implements StorageProvider {

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public Set<String> settingNames() {
    return Set.of("database_path");
  }

  @Override
  public Storage open(AdapterContext context) {
    Journal.openStorage(context);
    InMemoryStorage memory = new InMemoryStorage(context);
    return new Storage() {
      @Override
      public ResponseStore responses() {
        return memory.responses();
      }

      @Override
      public ThrottleLedger throttle() {
        return memory.throttle();
      }

      @Override
      public MetricsJournal metrics() {
        return memory.metrics();
      }

      @Override
      public ConfigHistory configHistory() {
        return memory.configHistory();
      }

      @Override
      public byte[] secret() {
        return memory.secret();
      }

      @Override
      public void reconfigure(Settings settings) {
        memory.reconfigure(settings);
      }

      @Override
      public void close() {
        Journal.step("storage close");
        memory.close();
      }
    };
  }
}
