package io.apibuddy.bootstrap.store;

import io.apibuddy.ports.memory.HeapShare;
import io.apibuddy.ports.store.ForwardingStorage;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.Storage;

/**
 * A storage whose responses are read through a {@link CaffeineHotTier}; everything else is
 * delegated unchanged. Safe for concurrent use.
 */
public final class HotTierStorage extends ForwardingStorage {
  private final CaffeineHotTier tier;

  /**
   * Puts a hot tier in front of {@code storage}.
   *
   * @param storage the storage, which is closed with this one
   * @param maxBytes how much memory the tier may take, in bytes; 0 for none, half of the heap at
   *     most, and less in a small heap
   */
  public HotTierStorage(Storage storage, long maxBytes) {
    super(storage);
    this.tier = new CaffeineHotTier(storage.responses(), Math.min(maxBytes, HeapShare.maxStored()));
  }

  /** Sets how much memory the tier may take from now on, as the constructor does. */
  public void resize(long maxBytes) {
    tier.resize(Math.min(maxBytes, HeapShare.maxStored()));
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
