package io.apibuddy.bootstrap.wiring;

import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StorageProvider;
import io.apibuddy.ports.store.StoreException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a storage that lacks a required part, before anything relies on it, and names its
 * adapter. The history of configurations is not required.
 */
final class StorageCheck {
  private static final int SECRET_BYTES = 32;

  private StorageCheck() {}

  /**
   * Opens the storage of an engine. A storage that lacks a part is closed again.
   *
   * @throws StoreException if the storage cannot be opened or used
   * @throws IllegalArgumentException if a setting is unusable
   * @throws io.apibuddy.bootstrap.error.ConfigurationException if classes or libraries are missing
   */
  static Storage open(StorageProvider engine, AdapterContext context) {
    Storage opened;
    try {
      opened = engine.open(context);
    } catch (StoreException | IllegalArgumentException e) {
      throw e;
    } catch (LinkageError e) {
      throw EngineCheck.broken(engine, e);
    } catch (Exception e) { // not every language checks exceptions
      throw unusable(engine, e);
    }
    try {
      return complete(opened, engine);
    } catch (StoreException e) {
      if (opened != null) {
        close(opened, e);
      }
      throw e;
    }
  }

  /**
   * Returns {@code storage} if it has all required parts.
   *
   * @param adapter the object whose class and jar the message names
   * @throws StoreException if a part is missing
   */
  static Storage complete(@Nullable Storage storage, Object adapter) {
    try {
      Storage there = Objects.requireNonNull(storage, "nothing opened");
      Objects.requireNonNull(there.responses(), "no responses");
      Objects.requireNonNull(there.throttle(), "no throttle");
      Objects.requireNonNull(there.metrics(), "no metrics");
      int length = Objects.requireNonNull(there.secret(), "no secret").length;
      if (length != SECRET_BYTES) {
        throw new IllegalStateException("a secret of " + length + " bytes, not " + SECRET_BYTES);
      }
      return there;
    } catch (StoreException e) {
      throw e;
    } catch (Exception | LinkageError e) {
      throw unusable(adapter, e);
    }
  }

  private static void close(Storage storage, StoreException reason) {
    try {
      storage.close();
    } catch (Exception | LinkageError e) {
      if (e != reason) {
        reason.addSuppressed(e);
      }
    }
  }

  private static StoreException unusable(Object adapter, Throwable thrown) {
    return new StoreException(
        StoreException.Kind.UNUSABLE,
        "the storage adapter " + AdapterOrigin.of(adapter) + " cannot be used: " + thrown,
        thrown);
  }
}
