package io.apibuddy.bootstrap.wiring;

import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.config.PartsLook;
import io.apibuddy.bootstrap.config.SettingPlaces;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.Problem;
import io.apibuddy.ports.spi.AdapterContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether what a configuration names is there, and a proxy is one: engine, certificates, classes.
 * No store is opened, no directory made and nobody connected to. Callbacks are made, and told
 * nothing.
 */
public final class PartsCheck implements PartsLook {
  private static final List<String> STORE = List.of("cache.backend", "cache.database_path");

  /** What a client is told that may not be there; a mapping's own has its alias behind it. */
  private static final String CA_FILE = "upstream_ca_file";

  /** What a client may find to be no proxy. */
  private static final String PROXY = "upstream_proxy";

  private final ClassLoader loader;
  private final boolean whole;

  /**
   * Looks where {@code loader} does.
   *
   * @param whole whether flags are in the configuration already; else one may yet choose an engine
   */
  public PartsCheck(ClassLoader loader, boolean whole) {
    this.loader = loader;
    this.whole = whole;
  }

  /**
   * Looks for all of it.
   *
   * @throws ConfigurationException that names all that is missing
   */
  public void requireAll(Configuration configuration) {
    List<Problem> problems = missing(Named.in(configuration));
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }

  @Override
  public List<Problem> missing(Named named) {
    Providers providers = new Providers(loader);
    SettingPlaces places = named.places();
    List<Problem> problems = new ArrayList<>();
    if (whole || named.storage().backend() != null) {
      try {
        var unused = new StorageSelection(providers.storages(), Path::of).choose(named.storage());
      } catch (ConfigurationException e) {
        String place = places.ofFirst(STORE);
        e.problems().forEach(each -> problems.add(new Problem(place, each.key(), each.message())));
      }
    }
    if (named.client().names().stream().anyMatch(PartsCheck::isJudgedByTheClient)) {
      attempt(
          () -> providers.upstreamClient().create(AdapterContext.of(named.client())).close(),
          places,
          problems);
    }
    attempt(
        () -> {
          var unused = new Callbacks(loader).listeners(named.callbacks());
        },
        places,
        problems);
    return problems;
  }

  private static boolean isJudgedByTheClient(String setting) {
    return setting.startsWith(CA_FILE) || setting.equals(PROXY);
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
