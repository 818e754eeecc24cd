package io.apibuddy.bootstrap.wiring;

import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import io.apibuddy.bootstrap.config.SettingPositions;
import io.apibuddy.bootstrap.error.CacheException;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.ProxyException;
import io.apibuddy.bootstrap.error.StartException;
import io.apibuddy.ports.store.StoreException;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;

/** Starts proxies. A start that fails leaves nothing open. */
public final class ProxyAssembly {
  private ProxyAssembly() {}

  /**
   * Opens the storage and all other parts, and binds the address.
   *
   * @throws ProxyException if the configuration, the storage or the address cannot be used
   */
  public static RunningProxy start(ProxySpec spec) {
    String name = spec.configuration().observation().logger();
    Logger logger = name == null ? NOPLogger.NOP_LOGGER : LoggerFactory.getLogger(name);
    SettingPositions written = spec.configuration().positions();
    OpenResources resources = new OpenResources(logger);
    boolean started = false;
    try {
      Providers providers = new Providers(spec.providers());
      // Created outside the module, because Guice would log an exception there with its stack
      // trace.
      Observers observers = Observers.open(spec, providers, resources, logger);
      StorageChoice choice = choice(spec, providers);
      int maxWorkers = spec.configuration().server().maxWorkers();
      ExecutorService workers =
          resources.open(() -> ProxyExecutors.create(maxWorkers), ProxyExecutors::close);
      RunningProxy proxy =
          Guice.createInjector(
                  Stage.PRODUCTION,
                  new ProxyModule(spec, providers, choice, resources, workers, observers, logger))
              .getInstance(RunningProxy.class);
      proxy.start();
      started = true;
      return proxy;
    } catch (ConfigurationException e) {
      throw written.located(e);
    } catch (ProxyException e) {
      throw e;
    } catch (CreationException | ProvisionException e) {
      RuntimeException failure = resources.failure();
      throw translated(e, failure != null ? failure : e.getCause(), written);
    } catch (Exception | LinkageError e) { // not every language checks exceptions
      throw translated(e, e, written);
    } finally {
      if (!started) {
        resources.close();
      }
    }
  }

  private static StorageChoice choice(ProxySpec spec, Providers providers) {
    return spec.callerParts().storage() != null
        ? StorageChoice.MEMORY
        : new StorageSelector(providers.storages(), spec.location())
            .choose(spec.configuration().storage());
  }

  private static RuntimeException translated(
      Throwable thrown, @Nullable Throwable cause, SettingPositions written) {
    if (cause instanceof ProxyException known) {
      return known;
    }
    if (cause instanceof StoreException store) {
      return new CacheException(store);
    }
    if (cause instanceof IllegalArgumentException setting) {
      return written.refused(setting);
    }
    return new StartException(
        "cannot start: " + (cause == null ? thrown.getMessage() : cause), thrown);
  }
}
