package io.apibuddy.bootstrap.wiring;

import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.ports.http.HttpFrontendProvider;
import io.apibuddy.ports.store.StorageProvider;
import io.apibuddy.ports.upstream.UpstreamClientProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds adapters; where one is needed there must be exactly one. */
final class Providers {
  private static final String JETTY = "io.apibuddy:api-buddy-adapter-http-jetty";

  private final ClassLoader loader;

  Providers(ClassLoader loader) {
    this.loader = loader;
  }

  HttpFrontendProvider frontend() {
    return only(
        "HTTP front end",
        HttpFrontendProvider::name,
        all("HTTP front end", ServiceLoader.load(HttpFrontendProvider.class, loader)));
  }

  UpstreamClientProvider upstreamClient() {
    return only(
        "upstream client",
        UpstreamClientProvider::name,
        all("upstream client", ServiceLoader.load(UpstreamClientProvider.class, loader)));
  }

  List<StorageProvider> storages() {
    return all("storage engine", ServiceLoader.load(StorageProvider.class, loader));
  }

  private static <P> List<P> all(String what, ServiceLoader<P> services) {
    List<P> found = new ArrayList<>();
    try {
      services.forEach(found::add);
    } catch (ServiceConfigurationError e) {
      throw new ConfigurationException(
          "an adapter on the class path cannot be loaded as "
              + what
              + ": "
              + e.getMessage()
              + "; remove its jar or take one that fits");
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
          "more than one " + what + " on the class path (" + names + "): leave one of them");
    }
    return found.get(0);
  }
}
