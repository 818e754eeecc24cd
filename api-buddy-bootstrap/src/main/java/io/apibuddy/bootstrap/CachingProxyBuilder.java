package io.apibuddy.bootstrap;

import io.apibuddy.bootstrap.config.Assignment;
import io.apibuddy.bootstrap.config.ConfigurationLoader;
import io.apibuddy.bootstrap.config.LoadedConfiguration;
import io.apibuddy.bootstrap.config.Sources;
import io.apibuddy.bootstrap.error.ProxyException;
import io.apibuddy.bootstrap.log.FunctionListener;
import io.apibuddy.bootstrap.wiring.CallerParts;
import io.apibuddy.bootstrap.wiring.Providers;
import io.apibuddy.bootstrap.wiring.ProxySpec;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link CachingProxy}. Settings are checked together when the proxy starts. Not safe for
 * concurrent use.
 */
public final class CachingProxyBuilder {
  private final List<Assignment> assignments = new ArrayList<>();
  private final List<ExchangeListener> listeners = new ArrayList<>();
  private Map<String, String> environment = System.getenv();
  private Map<String, String> overrides = Map.of();
  private InstantSource clock = InstantSource.system();
  private @Nullable Path file;
  private @Nullable Storage storage;
  private @Nullable UpstreamClient upstreamClient;
  private @Nullable MeterRegistry meterRegistry;

  CachingProxyBuilder() {}

  /**
   * Maps an alias to an upstream's base URL. At least one mapping is needed.
   *
   * @throws IllegalArgumentException if the alias is empty
   */
  public CachingProxyBuilder map(String alias, String upstream) {
    if (alias.isEmpty()) {
      throw new IllegalArgumentException("an alias without a name");
    }
    assignments.add(Assignment.mapping("map(\"" + alias + "\")", alias, upstream));
    return this;
  }

  /** Sets the configuration file, JSON or YAML. Values set in this builder win over the file. */
  public CachingProxyBuilder config(Path configurationFile) {
    file = Objects.requireNonNull(configurationFile, "configurationFile");
    return this;
  }

  /**
   * Sets one key of the configuration.
   *
   * @param path the key as in a file, its sections separated by dots, for example {@code
   *     cache.max_entries}
   * @param value a text, number, boolean, {@link Duration}, a collection of texts, or a map
   */
  public CachingProxyBuilder set(String path, Object value) {
    assignments.add(Assignment.of("set(\"" + path + "\")", path, value));
    return this;
  }

  /** Sets the address to listen on, 127.0.0.1 by default. */
  public CachingProxyBuilder host(String host) {
    return set("server.host", host);
  }

  /** Sets the port to listen on. The default is 0, which stands for any free port. */
  public CachingProxyBuilder port(int port) {
    return set("server.port", port);
  }

  /** Sets how long stored responses stay fresh, 7 days by default. */
  public CachingProxyBuilder ttl(Duration ttl) {
    return set("cache.default_ttl", ttl);
  }

  /** Requires an access key in every request. Each start generates a key unless one is set. */
  public CachingProxyBuilder requireKey() {
    return set("security.require_secure_key", true);
  }

  /** Requires this access key in every request: 16 to 128 letters, digits or - . _ ~. */
  public CachingProxyBuilder secureKey(String key) {
    return requireKey().set("security.secure_key", key);
  }

  /**
   * Adds header fields to every request to an alias's upstream, for example its credentials. They
   * replace the client's fields of the same names and are never shown. A second call for the same
   * alias replaces the fields of the first.
   */
  public CachingProxyBuilder headers(String alias, Map<String, String> fields) {
    return set("domain_mappings." + alias + ".headers", Map.copyOf(fields));
  }

  /** Uses the caller's own storage, which stays open when the proxy is closed. */
  public CachingProxyBuilder storage(Storage own) {
    storage = Objects.requireNonNull(own, "own");
    return this;
  }

  /** Uses the caller's own upstream client, which stays open when the proxy is closed. */
  public CachingProxyBuilder upstreamClient(UpstreamClient own) {
    upstreamClient = Objects.requireNonNull(own, "own");
    return this;
  }

  /**
   * Adds a listener. Events reach it through a queue on its own thread: a slow listener delays no
   * request, but loses events when its queue is full.
   */
  public CachingProxyBuilder listener(ExchangeListener listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /**
   * Adds a function as a listener for one type of event, for example {@code
   * listener(Throttled.class, refused -> ...)}. Events reach it as with {@link
   * #listener(ExchangeListener)}.
   *
   * @param event the parameter type of a method of {@link ExchangeListener}
   * @throws IllegalArgumentException if {@code event} is no such type
   */
  public <E> CachingProxyBuilder listener(Class<E> event, Consumer<? super E> function) {
    return listener(new FunctionListener<>(event, Objects.requireNonNull(function, "function")));
  }

  /**
   * Also registers the proxy's meters in the caller's own registry, until the proxy is closed. Two
   * proxies need two registries, because their meters have the same names.
   */
  public CachingProxyBuilder meterRegistry(MeterRegistry own) {
    meterRegistry = Objects.requireNonNull(own, "own");
    return this;
  }

  /** Sets the wall clock, by default the system's. */
  public CachingProxyBuilder clock(InstantSource source) {
    clock = Objects.requireNonNull(source, "source");
    return this;
  }

  /**
   * Sets the environment variables for {@code ${NAME}} in the file and for {@code API_BUDDY_...}
   * overrides. By default {@code ${NAME}} stands for the process's variables, and overrides are
   * ignored, because they are meant for the command line.
   */
  public CachingProxyBuilder environment(Map<String, String> variables) {
    environment = Map.copyOf(variables);
    overrides = environment;
    return this;
  }

  /** Builds the proxy without starting it. */
  public CachingProxy build() {
    Sources sources =
        new Sources(
            assignments,
            overrides,
            file,
            environment,
            List.of(Assignment.of("the default", "server.port", 0)));
    CallerParts own = new CallerParts(storage, upstreamClient, listeners, meterRegistry, clock);
    return new CachingProxy(
        () -> {
          ClassLoader providers = providers();
          // With the caller's own storage no engine is looked up, so a broken one does no harm.
          ConfigurationLoader loader =
              own.storage() != null
                  ? new ConfigurationLoader()
                  : new ConfigurationLoader(new Providers(providers).storages());
          return ProxySpec.of(LoadedConfiguration.load(loader, sources), "api", own, providers);
        });
  }

  /**
   * Builds the proxy and starts it.
   *
   * @throws ProxyException as {@link CachingProxy#start} does
   */
  public CachingProxy start() {
    return build().start();
  }

  private static ClassLoader providers() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context != null ? context : CachingProxyBuilder.class.getClassLoader();
  }
}
