package io.apibuddy.bootstrap.store;

import io.apibuddy.ports.store.ForwardingStorage;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.Storage;

/** A storage whose responses are read through a hot tier; the rest is its own. */
public final class HotTierStorage extends ForwardingStorage {
  private final CaffeineHotTier tier;

  /**
   * Puts a tier of {@code maxBytes}, 0 for none, in front of a storage, which it owns from now on.
   */
  public HotTierStorage(Storage storage, long maxBytes) {
    super(storage);
    this.tier = new CaffeineHotTier(storage.responses(), maxBytes);
  }

  /** Sets how much memory the tier may take from now on; 0 for none. */
  public void resize(long maxBytes) {
    tier.resize(maxBytes);
  }

  @Override
  public ResponseStore responses() {
    return tier;
  }

  @Override
  public void close() {
    super.close();
    tier.clear();
  }
}
