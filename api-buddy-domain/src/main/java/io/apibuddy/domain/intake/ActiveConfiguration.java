package io.apibuddy.domain.intake;

import io.apibuddy.domain.cache.RuleBook;
import io.apibuddy.domain.config.ProxyConfiguration;
import io.apibuddy.domain.routing.ReferenceRewriter;
import io.apibuddy.domain.routing.Route;
import io.apibuddy.domain.routing.Router;
import io.apibuddy.domain.security.HostGuard;
import io.apibuddy.domain.security.KeyReader;
import io.apibuddy.domain.security.OriginGuard;
import io.apibuddy.domain.throttle.WaitingLine;
import io.apibuddy.domain.throttle.WaitingRoom;
import io.apibuddy.ports.http.ProxyRequest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configuration with all that is derived from it once, ready to handle requests. An exchange
 * keeps the one that it began with. Immutable.
 */
public final class ActiveConfiguration {
  private final ProxyConfiguration values;
  private final Router router;
  private final KeyReader accessKeys;
  private final HostGuard hosts;
  private final OriginGuard origins;
  private final ReferenceRewriter references;
  private final Map<Route, RuleBook> rules = new HashMap<>();
  private final Map<Route, WaitingLine> lines = new HashMap<>();

  /**
   * Prepares a configuration.
   *
   * @param secret the storage's secret, the key of fingerprints of credentials
   * @param room the places to wait, where requests of earlier configurations may still be
   */
  public ActiveConfiguration(ProxyConfiguration values, byte[] secret, WaitingRoom room) {
    this.values = values;
    this.router = new Router(values.aliases().values());
    this.accessKeys = new KeyReader(values.access());
    this.hosts = new HostGuard(values.allowedHosts());
    this.origins = new OriginGuard(values.access().allowedOrigins());
    this.references = new ReferenceRewriter(router);
    room.divide(values.waitingPlaces(), values.aliases().size());
    for (Route route : router.routes()) {
      lines.put(route, room.line(route.alias(), route.configuration().throttle()));
      rules.put(
          route,
          new RuleBook(route, values.credentialQueryParams(), secret, values.bounds().capacity()));
    }
  }

  public ProxyConfiguration values() {
    return values;
  }

  public Router router() {
    return router;
  }

  public KeyReader accessKeys() {
    return accessKeys;
  }

  HostGuard hosts() {
    return hosts;
  }

  /** Returns whether a request is admitted by its origin: no web page of another site sends it. */
  public boolean admitsOriginOf(ProxyRequest request) {
    return origins.admits(request.head().headers(), request.authority());
  }

  public ReferenceRewriter references() {
    return references;
  }

  /** Returns the caching rules of one of the router's routes. */
  public RuleBook rules(Route route) {
    return requireKnown(rules.get(route));
  }

  /** Returns the line in which the requests of one of the router's routes wait. */
  public WaitingLine line(Route route) {
    return requireKnown(lines.get(route));
  }

  private static <T> T requireKnown(@Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException("a route of another configuration");
    }
    return value;
  }
}
