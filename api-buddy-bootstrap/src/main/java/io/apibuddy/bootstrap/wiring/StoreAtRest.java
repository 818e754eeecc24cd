package io.apibuddy.bootstrap.wiring;

import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.error.CacheException;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StorageProvider;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.time.Ticker;
import java.time.InstantSource;

/** The configured storage without a proxy: no running one may have it. */
public final class StoreAtRest {

  private StoreAtRest() {}

  /**
   * Opens it; the caller closes it.
   *
   * @param location where files are kept if the configuration does not say
   * @param notices are told what an engine has to say
   * @throws CacheException if it cannot be opened, for example because a proxy is running on it
   * @throws ConfigurationException if it is kept in memory, or no engine is there for it
   */
  public static Storage open(
      Configuration configuration,
      ClassLoader providers,
      DefaultLocation location,
      Notices notices) {
    Configuration.Store store = configuration.storage();
    StorageChoice choice =
        new StorageSelection(new Providers(providers).storages(), location).choose(store);
    StorageProvider provider = choice.provider();
    if (provider == null) {
      throw new ConfigurationException(
          "the store is kept in memory and ends with its proxy; name another with --store PATH");
    }
    try {
      return provider.open(
          new AdapterContext(
              choice.settings(store), InstantSource.system(), Ticker.system(), notices));
    } catch (StoreException e) {
      throw new CacheException(e);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()));
    } catch (LinkageError e) {
      throw EngineCheck.broken(provider, e);
    }
  }
}
