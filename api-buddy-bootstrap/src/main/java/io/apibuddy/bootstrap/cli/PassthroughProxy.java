package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.config.Assignment;
import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.config.LoadedConfiguration;
import io.apibuddy.bootstrap.wiring.CallerParts;
import io.apibuddy.bootstrap.wiring.ProxyAssembly;
import io.apibuddy.bootstrap.wiring.ProxySpec;
import io.apibuddy.bootstrap.wiring.RunningProxy;
import io.apibuddy.ports.event.ExchangeListener;
import java.util.List;
import java.util.Set;

/**
 * A proxy that passes a command's own requests on to upstreams and stores nothing. The credentials,
 * certificate authorities and limits of the mappings apply, but no penalties.
 */
final class PassthroughProxy implements AutoCloseable {
  private final RunningProxy proxy;

  /** Starts a proxy on any free port of the loopback address; {@code observers} get its events. */
  PassthroughProxy(StoreAccess access, StoreOptions options, List<ExchangeListener> observers) {
    LoadedConfiguration loaded =
        access.load(
            options,
            assignment("server.host", "127.0.0.1"),
            assignment("server.port", 0),
            assignment("logging.level", "ERROR"),
            assignment("security.require_secure_key", false),
            assignment("cache.backend", "memory"),
            assignment("cache.database_path", ":memory:"));
    Set<String> aliases = loaded.configuration().proxy().aliases().keySet();
    ConsoleLogging.configure(loaded.configuration());
    proxy =
        ProxyAssembly.start(
            ProxySpec.of(loaded, "cli", CallerParts.observedBy(observers), access.providers()));
    for (String alias : aliases) {
      String mapping = "domain_mappings." + alias;
      proxy.configuration().update("cli", mapping + ".mode", "passthrough");
      // Commands wait for limits and send one request at a time, so penalties would only delay.
      proxy.configuration().update("cli", mapping + ".throttling.progressive_enabled", false);
    }
  }

  private static Assignment assignment(String path, Object value) {
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
