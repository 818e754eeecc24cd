package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.config.Assignment;
import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.config.LoadedConfiguration;
import io.apibuddy.bootstrap.wiring.Ingredients;
import io.apibuddy.bootstrap.wiring.OwnParts;
import io.apibuddy.bootstrap.wiring.ProxyAssembly;
import io.apibuddy.bootstrap.wiring.RunningProxy;
import io.apibuddy.ports.event.ExchangeListener;
import java.util.List;
import java.util.Set;

/**
 * A proxy for one command, which asks upstreams with the mappings' own credentials, authorities and
 * limits, without penalties, and stores nothing.
 */
final class DirectProxy implements AutoCloseable {
  private final RunningProxy proxy;

  /** Starts one that tells {@code observers}. */
  DirectProxy(StoreAccess access, StoreOptions options, List<ExchangeListener> observers) {
    LoadedConfiguration loaded =
        access.load(
            options,
            own("server.host", "127.0.0.1"),
            own("server.port", 0),
            own("logging.level", "ERROR"),
            own("security.require_secure_key", false),
            own("cache.backend", "memory"),
            own("cache.database_path", ":memory:"));
    Set<String> aliases = loaded.configuration().proxy().aliases().keySet();
    ConsoleLogging.configure(loaded.configuration());
    proxy =
        ProxyAssembly.start(
            Ingredients.of(loaded, "cli", OwnParts.observedBy(observers), access.providers()));
    for (String alias : aliases) {
      String mapping = "domain_mappings." + alias;
      proxy.configuration().update("cli", mapping + ".mode", "passthrough");
      // Who waits until a limit lets it pass, and asks in a row, is none to be kept off for longer.
      proxy.configuration().update("cli", mapping + ".throttling.progressive_enabled", false);
    }
  }

  private static Assignment own(String path, Object value) {
    return Assignment.of("this command", path, value);
  }

  Configuration configuration() {
    return proxy.configuration().current();
  }

  String baseUrl(String alias) {
    return proxy.baseUrl(alias);
  }

  @Override
  public void close() {
    proxy.close();
  }
}
