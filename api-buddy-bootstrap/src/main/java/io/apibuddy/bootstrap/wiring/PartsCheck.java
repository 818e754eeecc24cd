package io.apibuddy.bootstrap.wiring;

import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.config.PartsValidator;
import io.apibuddy.bootstrap.config.SettingPositions;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.Problem;
import io.apibuddy.ports.spi.AdapterContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks that the parts which a configuration names can be used: storage engine, certificates,
 * upstream proxy, listener classes. It opens no store, creates no directory and makes no
 * connection. Listeners are created but receive no events.
 */
public final class PartsCheck implements PartsValidator {
  private static final List<String> STORE = List.of("cache.backend", "cache.database_path");

  /**
   * The upstream client's setting for a certificate file; the setting of one mapping ends with its
   * alias.
   */
  private static final String CA_FILE = "upstream_ca_file";

  /** The upstream client's setting for a proxy of its own. */
  private static final String PROXY = "upstream_proxy";

  private final ClassLoader loader;
  private final boolean complete;

  /**
   * Creates a check.
   *
   * @param loader the class loader that finds adapters and listeners
   * @param complete whether the configuration includes the flags; otherwise a missing choice of the
   *     storage engine is no problem, because a flag may still make it
   */
  public PartsCheck(ClassLoader loader, boolean complete) {
    this.loader = loader;
    this.complete = complete;
  }

  /**
   * Checks all parts of a configuration.
   *
   * @throws ConfigurationException if a part cannot be used; names every such part
   */
  public void requireAll(Configuration configuration) {
    List<Problem> problems = missing(NamedParts.of(configuration));
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }

  @Override
  public List<Problem> missing(NamedParts named) {
    Providers providers = new Providers(loader);
    SettingPositions positions = named.positions();
    List<Problem> problems = new ArrayList<>();
    if (complete || named.storage().backend() != null) {
      try {
        var unused = new StorageSelector(providers.storages(), Path::of).choose(named.storage());
      } catch (ConfigurationException e) {
        String place = positions.ofFirst(STORE);
        e.problems().forEach(each -> problems.add(new Problem(place, each.key(), each.message())));
      }
    }
    if (named.client().names().stream().anyMatch(PartsCheck::isCheckedByClient)) {
      attempt(
          () -> providers.upstreamClient().create(AdapterContext.of(named.client())).close(),
          positions,
          problems);
    }
    attempt(
        () -> {
          var unused = new Callbacks(loader).listeners(named.callbacks());
        },
        positions,
        problems);
    return problems;
  }

  private static boolean isCheckedByClient(String setting) {
    return setting.startsWith(CA_FILE) || setting.equals(PROXY);
  }

  private static void attempt(Runnable check, SettingPositions positions, List<Problem> problems) {
    try {
      check.run();
    } catch (ConfigurationException e) {
      problems.addAll(positions.located(e).problems());
    } catch (IllegalArgumentException e) {
      problems.addAll(positions.refused(e).problems());
    }
  }
}
