package io.apibuddy.domain.memory;

import io.apibuddy.ports.memory.HeapShare;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.ConfigHistory;
import io.apibuddy.ports.store.MetricsJournal;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreCapacity;
import io.apibuddy.ports.store.ThrottleLedger;
import io.apibuddy.ports.store.local.LocalThrottleLedger;
import java.security.SecureRandom;

/**
 * A storage in memory. Its contents end with {@link #close}. The settings are those of {@link
 * StoreCapacity}; whatever they say, it takes no more than half of the heap. New entries displace
 * the least recently used ones, but never recordings.
 */
public final class InMemoryStorage implements Storage {
  private static final int SECRET_BYTES = 32;

  private final byte[] secret = new byte[SECRET_BYTES];
  private final Lifetime lifetime = new Lifetime();
  private final InMemoryResponseStore responses;
  private final ThrottleLedger throttle = new LocalThrottleLedger(lifetime::requireOpen);
  private final MetricsJournal metrics = new InMemoryMetricsJournal(lifetime);
  private final ConfigHistory configHistory = new InMemoryConfigHistory(lifetime);

  /**
   * Opens an empty storage.
   *
   * @throws IllegalArgumentException if a bound is not positive; the message names it
   */
  public InMemoryStorage(AdapterContext context) {
    new SecureRandom().nextBytes(secret);
    responses = new InMemoryResponseStore(capacity(context.settings()), context.clock(), lifetime);
  }

  @Override
  public ResponseStore responses() {
    return responses;
  }

  @Override
  public ThrottleLedger throttle() {
    return throttle;
  }

  @Override
  public MetricsJournal metrics() {
    return metrics;
  }

  @Override
  public ConfigHistory configHistory() {
    return configHistory;
  }

  @Override
  public byte[] secret() {
    lifetime.requireOpen();
    return secret.clone();
  }

  /** Sets both bounds, to their defaults where they are absent, and evicts what exceeds them. */
  @Override
  public void reconfigure(Settings settings) {
    lifetime.requireOpen();
    responses.resize(capacity(settings));
  }

  private static StoreCapacity capacity(Settings settings) {
    StoreCapacity given = StoreCapacity.read(settings);
    return new StoreCapacity(given.maxEntries(), Math.min(given.maxBytes(), HeapShare.maxStored()));
  }

  @Override
  public void close() {
    lifetime.end();
    responses.discardAll();
  }
}
