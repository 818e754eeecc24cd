package io.apibuddy.bootstrap.store;

import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.ConfigHistory;
import io.apibuddy.ports.store.MetricsJournal;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.ThrottleLedger;

/** A storage whose responses are read through a hot tier; the rest is its own. */
public final class HotTierStorage implements Storage {
  private final Storage storage;
  private final CaffeineHotTier tier;

  /** Puts a tier of {@code maxBytes} in front of a storage, which it owns from now on. */
  public HotTierStorage(Storage storage, long maxBytes) {
    this.storage = storage;
    this.tier = new CaffeineHotTier(storage.responses(), maxBytes);
  }

  @Override
  public ResponseStore responses() {
    return tier;
  }

  @Override
  public ThrottleLedger throttle() {
    return storage.throttle();
  }

  @Override
  public MetricsJournal metrics() {
    return storage.metrics();
  }

  @Override
  public ConfigHistory configHistory() {
    return storage.configHistory();
  }

  @Override
  public byte[] secret() {
    return storage.secret();
  }

  @Override
  public void reconfigure(Settings settings) {
    storage.reconfigure(settings);
  }

  @Override
  public void close() {
    storage.close();
    tier.clear();
  }
}
