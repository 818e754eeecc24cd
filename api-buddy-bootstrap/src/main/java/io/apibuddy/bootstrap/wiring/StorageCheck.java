package io.apibuddy.bootstrap.wiring;

import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StorageProvider;
import io.apibuddy.ports.store.StoreException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a storage that lacks a part, before anything relies on it, and names whose it is. One
 * without a history of configurations costs that alone.
 */
final class StorageCheck {
  private static final int SECRET_BYTES = 32;

  private StorageCheck() {}

  /**
   * Opens an engine's storage; one that cannot be used is closed again.
   *
   * @throws StoreException if it cannot be opened or used
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
   * Returns a storage that has all its parts.
   *
   * @param adapter the class that answers for it
   * @throws StoreException if it has not
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
      reason.addSuppressed(e);
    }
  }

  private static StoreException unusable(Object adapter, Throwable thrown) {
    return new StoreException(
        StoreException.Kind.UNUSABLE,
        "the storage adapter " + Origin.of(adapter) + " cannot be used: " + thrown,
        thrown);
  }
}
