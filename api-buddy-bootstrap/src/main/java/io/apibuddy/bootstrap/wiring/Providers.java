package io.apibuddy.bootstrap.wiring;

import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.StartException;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.http.HttpFrontendProvider;
import io.apibuddy.ports.store.StorageProvider;
import io.apibuddy.ports.upstream.UpstreamClientProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Finds adapters and listeners through {@link ServiceLoader}. There must be exactly one front end
 * and one upstream client.
 */
public final class Providers {
  private static final String JETTY = "io.apibuddy:api-buddy-adapter-http-jetty";

  private final ClassLoader loader;

  /** Finds providers with {@code loader}. */
  public Providers(ClassLoader loader) {
    this.loader = loader;
  }

  HttpFrontendProvider frontend() {
    return only(
        "HTTP front end",
        HttpFrontendProvider::name,
        all("HTTP front end", HttpFrontendProvider.class));
  }

  UpstreamClientProvider upstreamClient() {
    return only(
        "upstream client",
        UpstreamClientProvider::name,
        all("upstream client", UpstreamClientProvider.class));
  }

  /**
   * Returns all storage engines, whose names and settings are checked.
   *
   * @throws ConfigurationException if one of them cannot be used; the message names its jar
   */
  public List<StorageProvider> storages() {
    List<StorageProvider> found = all("storage engine", StorageProvider.class);
    found.forEach(EngineCheck::check);
    return found;
  }

  /**
   * Returns an instance of every listener that a jar on the class path registers.
   *
   * @throws ConfigurationException if one of them cannot be loaded; the message names its jar
   */
  List<ExchangeListener> listeners() {
    return all("listener", ExchangeListener.class);
  }

  /**
   * Creates an adapter by its provider.
   *
   * @param what the name of the adapter in messages
   * @param provider the provider
   * @param making calls the provider
   * @throws IllegalArgumentException if a setting is unusable
   * @throws StartException if the provider fails otherwise; the message names its class and jar
   */
  static <T> T create(String what, Object provider, Supplier<T> making) {
    try {
      return Objects.requireNonNull(making.get(), "nothing made");
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (Exception | LinkageError e) {
      throw new StartException(
          "the " + what + " " + AdapterOrigin.of(provider) + " failed: " + e, e);
    }
  }

  private <P> List<P> all(String what, Class<P> service) {
    List<P> found = new ArrayList<>();
    try {
      ServiceLoader.load(service, loader).forEach(found::add);
    } catch (ServiceConfigurationError e) {
      String message = String.valueOf(e.getMessage());
      throw new ConfigurationException(
          "an adapter on the class path cannot be loaded as "
              + what
              + ": "
              + message
              + (e.getCause() == null ? "" : " (" + e.getCause() + ")")
              + AdapterOrigin.listedFor(service, loader, message)
              + "; add what it needs to the class path, or remove its jar");
    }
    return found;
  }

  private static <P> P only(String what, Function<P, String> name, List<P> found) {
    if (found.isEmpty()) {
      throw new ConfigurationException("no " + what + " on the class path: add " + JETTY);
    }
    if (found.size() > 1) {
      String names = found.stream().map(name).sorted().collect(Collectors.joining(", "));
      throw new ConfigurationException(
          "more than one " + what + " on the class path (" + names + "): keep only one of them");
    }
    return found.get(0);
  }
}
