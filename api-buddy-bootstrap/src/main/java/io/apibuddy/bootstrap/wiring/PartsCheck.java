package io.apibuddy.bootstrap.wiring;

import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.config.SettingPlaces;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.Problem;
import io.apibuddy.ports.spi.AdapterContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether what a configuration names is there: the engine, certificates and callbacks' classes. */
public final class PartsCheck {

  private PartsCheck() {}

  /**
   * Looks for all of it; no store is opened, no directory made and nobody connected to. Callbacks
   * are made, and told nothing.
   *
   * @throws ConfigurationException that names all that is missing
   */
  public static void requireAll(Configuration configuration, ClassLoader loader) {
    Providers providers = new Providers(loader);
    SettingPlaces places = configuration.places();
    List<Problem> problems = new ArrayList<>();
    if (configuration.storage().backend() != null) { // else a flag may choose one
      attempt(
          () -> {
            var unused =
                new StorageSelection(providers.storages(), Path::of)
                    .choose(configuration.storage());
          },
          places,
          problems);
    }
    attempt(
        () -> providers.upstreamClient().create(AdapterContext.of(configuration.client())).close(),
        places,
        problems);
    attempt(
        () -> {
          var unused = new Callbacks(loader).listeners(configuration.observation().callbacks());
        },
        places,
        problems);
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }

  private static void attempt(Runnable look, SettingPlaces places, List<Problem> problems) {
    try {
      look.run();
    } catch (ConfigurationException e) {
      problems.addAll(places.located(e).problems());
    } catch (IllegalArgumentException e) {
      problems.addAll(places.refused(e).problems());
    }
  }
}
