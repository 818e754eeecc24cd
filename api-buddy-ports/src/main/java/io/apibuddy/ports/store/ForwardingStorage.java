package io.apibuddy.ports.store;

import io.apibuddy.ports.spi.Settings;
import java.util.Objects;

/**
 * A storage that forwards every call to another one. Subclasses override the calls whose behaviour
 * they change.
 */
public abstract class ForwardingStorage implements Storage {
  private final Storage storage;

  /** Creates a storage that forwards to {@code storage}. */
  protected ForwardingStorage(Storage storage) {
    this.storage = Objects.requireNonNull(storage, "storage");
  }

  @Override
  public ResponseStore responses() {
    return storage.responses();
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
  }
}
