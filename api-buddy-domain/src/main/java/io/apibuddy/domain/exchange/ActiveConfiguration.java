package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.CacheKeyFactory;
import io.apibuddy.domain.config.ProxyConfiguration;
import io.apibuddy.domain.routing.ReferenceRewriter;
import io.apibuddy.domain.routing.Route;
import io.apibuddy.domain.routing.Router;
import io.apibuddy.domain.security.HostGuard;
import io.apibuddy.domain.security.KeyReader;
import io.apibuddy.domain.security.OriginGuard;
import java.util.HashMap;
import java.util.Map;

/** A configuration made ready for requests; an exchange keeps the one it began with. Immutable. */
final class ActiveConfiguration {
  private final ProxyConfiguration values;
  private final Router router;
  private final KeyReader accessKeys;
  private final HostGuard hosts;
  private final OriginGuard origins;
  private final ReferenceRewriter references;
  private final Map<Route, CacheKeyFactory> keys = new HashMap<>();

  ActiveConfiguration(ProxyConfiguration values, byte[] secret) {
    this.values = values;
    this.router = new Router(values.aliases().values());
    this.accessKeys = new KeyReader(values.access());
    this.hosts = new HostGuard(values.allowedHosts());
    this.origins = new OriginGuard(values.access().allowedOrigins());
    this.references = new ReferenceRewriter(router);
    for (Route route : router.routes()) {
      keys.put(
          route,
          new CacheKeyFactory(route.configuration(), values.credentialQueryParams(), secret));
    }
  }

  ProxyConfiguration values() {
    return values;
  }

  Router router() {
    return router;
  }

  KeyReader accessKeys() {
    return accessKeys;
  }

  HostGuard hosts() {
    return hosts;
  }

  OriginGuard origins() {
    return origins;
  }

  ReferenceRewriter references() {
    return references;
  }

  /** Returns the key factory of one of the router's routes. */
  CacheKeyFactory keys(Route route) {
    CacheKeyFactory factory = keys.get(route);
    if (factory == null) {
      throw new IllegalArgumentException("a route of another configuration");
    }
    return factory;
  }
}
