package io.apibuddy.bootstrap.wiring;

import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.config.SettingPositions;
import io.apibuddy.bootstrap.error.CacheException;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StorageProvider;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.time.Ticker;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The configured store while no proxy is running on it, for commands that work on the store itself.
 * For use by one thread.
 */
public final class OfflineStore {
  private final Configuration.Store store;
  private final SettingPositions positions;
  private final StorageProvider provider;
  private final StorageChoice choice;
  private final String path;

  private OfflineStore(
      Configuration configuration, StorageProvider provider, StorageChoice choice, String path) {
    this.store = configuration.storage();
    this.positions = configuration.positions();
    this.provider = provider;
    this.choice = choice;
    this.path = path;
  }

  /**
   * Finds the configured store without opening it.
   *
   * @param configuration the configuration that names the store
   * @param providers the class loader that finds storage engines
   * @param location where files are kept if the configuration does not say
   * @return the store, null if the configuration keeps responses in memory
   * @throws ConfigurationException if its engine is not on the class path, or not determined
   */
  public static @Nullable OfflineStore find(
      Configuration configuration, ClassLoader providers, DefaultLocation location) {
    StorageChoice choice =
        new StorageSelector(new Providers(providers).storages(), location)
            .choose(configuration.storage());
    if (choice.provider() == null || choice.path() == null) {
      return null;
    }
    return new OfflineStore(configuration, choice.provider(), choice, choice.path());
  }

  /** Returns whether a file or directory exists at the store's path. */
  public boolean exists() {
    try {
      return Files.exists(Path.of(path));
    } catch (InvalidPathException e) { // the engine reports what is wrong with the path
      return true;
    }
  }

  /** Returns the path of the store. */
  public String path() {
    return path;
  }

  /**
   * Opens the store, or creates an empty one if there is none. The caller closes it.
   *
   * @param notices receives the engine's notices
   * @throws CacheException if the store cannot be opened, for example because a proxy is running on
   *     it
   * @throws ConfigurationException if its settings cannot be used
   */
  public Storage open(Notices notices) {
    try {
      return StorageCheck.open(
          provider,
          new AdapterContext(
              choice.settings(store), InstantSource.system(), Ticker.system(), notices));
    } catch (StoreException e) {
      throw new CacheException(e);
    } catch (IllegalArgumentException e) {
      throw positions.refused(e);
    }
  }
}
