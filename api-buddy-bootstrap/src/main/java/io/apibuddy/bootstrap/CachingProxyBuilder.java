package io.apibuddy.bootstrap;

import io.apibuddy.bootstrap.config.Assignment;
import io.apibuddy.bootstrap.config.ConfigurationLoader;
import io.apibuddy.bootstrap.config.LoadedConfiguration;
import io.apibuddy.bootstrap.config.Sources;
import io.apibuddy.bootstrap.error.ProxyException;
import io.apibuddy.bootstrap.log.EventFunction;
import io.apibuddy.bootstrap.wiring.Ingredients;
import io.apibuddy.bootstrap.wiring.OwnParts;
import io.apibuddy.bootstrap.wiring.Providers;
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
 * Collects what a {@link CachingProxy} is made of; for use by one thread. Values are checked at the
 * start, all of them together.
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

  /** Maps an alias to an upstream's base URL; at least one mapping is needed. */
  public CachingProxyBuilder map(String alias, String upstream) {
    if (alias.isEmpty()) {
      throw new IllegalArgumentException("an alias without a name");
    }
    assignments.add(Assignment.mapping("map(\"" + alias + "\")", alias, upstream));
    return this;
  }

  /** Reads a JSON or YAML file; values that are set here go before it. */
  public CachingProxyBuilder config(Path configurationFile) {
    file = Objects.requireNonNull(configurationFile, "configurationFile");
    return this;
  }

  /**
   * Sets one key of the configuration.
   *
   * @param path as in a file, sections separated by dots, for example {@code cache.max_entries}
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

  /** Sets the port to listen on, 0 by default: any free one. */
  public CachingProxyBuilder port(int port) {
    return set("server.port", port);
  }

  /** Sets how long responses are fresh, 7 days by default. */
  public CachingProxyBuilder ttl(Duration ttl) {
    return set("cache.default_ttl", ttl);
  }

  /** Answers only to requests with an access key, made anew at each start. */
  public CachingProxyBuilder requireKey() {
    return set("security.require_secure_key", true);
  }

  /** Answers only to requests with this access key: 16 to 128 letters, digits or - . _ ~. */
  public CachingProxyBuilder secureKey(String key) {
    return requireKey().set("security.secure_key", key);
  }

  /**
   * Sends fields with every request of an alias in place of the client's of the same name: its
   * upstream's credentials, for example. They are never shown. A second call for the same alias
   * replaces the fields of the first.
   */
  public CachingProxyBuilder headers(String alias, Map<String, String> fields) {
    return set("domain_mappings." + alias + ".headers", Map.copyOf(fields));
  }

  /** Uses a storage of the caller's own, which stays open when the proxy is closed. */
  public CachingProxyBuilder storage(Storage own) {
    storage = Objects.requireNonNull(own, "own");
    return this;
  }

  /** Uses a client of the caller's own, which stays open when the proxy is closed. */
  public CachingProxyBuilder upstreamClient(UpstreamClient own) {
    upstreamClient = Objects.requireNonNull(own, "own");
    return this;
  }

  /** Adds an observer; it has a queue and a thread of its own and harms nobody by being slow. */
  public CachingProxyBuilder listener(ExchangeListener listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /**
   * Adds a function that is told of one kind of events, as {@link #listener(ExchangeListener)}
   * would be: {@code listener(Throttled.class, refused -> ...)}.
   *
   * @param event the type of what a method of {@link ExchangeListener} takes
   * @throws IllegalArgumentException if no method takes it
   */
  public <E> CachingProxyBuilder listener(Class<E> event, Consumer<? super E> function) {
    return listener(new EventFunction<>(event, Objects.requireNonNull(function, "function")));
  }

  /**
   * Shows the proxy's meters in a registry of the caller's own too, until the proxy is closed. Two
   * proxies need two: the names are the same.
   */
  public CachingProxyBuilder meterRegistry(MeterRegistry own) {
    meterRegistry = Objects.requireNonNull(own, "own");
    return this;
  }

  /** Takes the wall clock from elsewhere. */
  public CachingProxyBuilder clock(InstantSource source) {
    clock = Objects.requireNonNull(source, "source");
    return this;
  }

  /**
   * Takes variables from elsewhere, for {@code ${NAME}} in the file and for {@code API_BUDDY_...}
   * overrides. By default the process's own fill in the former and the latter do not count: they
   * are meant for the command line.
   */
  public CachingProxyBuilder environment(Map<String, String> variables) {
    environment = Map.copyOf(variables);
    overrides = environment;
    return this;
  }

  /** Returns a proxy that is not started yet. */
  public CachingProxy build() {
    Sources sources =
        new Sources(
            assignments,
            overrides,
            file,
            environment,
            List.of(Assignment.of("the default", "server.port", 0)));
    OwnParts own = new OwnParts(storage, upstreamClient, listeners, meterRegistry, clock);
    return new CachingProxy(
        () -> {
          ClassLoader providers = providers();
          // Beside a storage of the caller's own no engine counts, not even one that is broken.
          ConfigurationLoader loader =
              own.storage() != null
                  ? new ConfigurationLoader()
                  : new ConfigurationLoader(new Providers(providers).storages());
          return Ingredients.of(LoadedConfiguration.load(loader, sources), "api", own, providers);
        });
  }

  /**
   * Builds and starts.
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
