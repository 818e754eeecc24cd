package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.AcceptedCoding;
import io.apibuddy.domain.cache.RequestDirectives;
import io.apibuddy.domain.routing.BadTargetException;
import io.apibuddy.domain.routing.RequestTarget;
import io.apibuddy.domain.routing.RequestTargetParser;
import io.apibuddy.domain.routing.RoutedTarget;
import io.apibuddy.domain.routing.Router;
import io.apibuddy.domain.security.AdminPath;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProxyRequest;
import io.apibuddy.ports.http.RequestHead;

/** What comes behind the entrance: who is addressed, is it well formed, where does it go. */
final class Intake {
  private final Via via;

  Intake(Via via) {
    this.via = via;
  }

  /** Where a request goes. */
  sealed interface Destination {

    /** To a mapping. */
    record Mapped(Exchange exchange) implements Destination {}

    /** To the proxy itself. */
    record Admin(RequestTarget target) implements Destination {}

    /** Nowhere. */
    record Refused(Problem problem) implements Destination {}
  }

  Destination admit(
      Entrance.Passage.Open open, ActiveConfiguration configuration, Exchange.Stamp stamp) {
    ProxyRequest request = open.request();
    RequestHead head = request.head();
    if (!configuration.hosts().admits(request.authority())) {
      return new Destination.Refused(Problems.misdirected());
    }
    if (head.method().equals("CONNECT") || head.method().equals("TRACE")) {
      return new Destination.Refused(
          Problems.methodNotAllowed("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));
    }
    if (via.seenIn(head.headers())) {
      return new Destination.Refused(Problems.loop());
    }
    try {
      RequestTarget target = RequestTargetParser.parse(head.target(), request.authority());
      if (AdminPath.covers(target.path())) {
        return admin(request, target, configuration);
      }
      RoutedTarget routed = configuration.router().route(target);
      if (routed == null) {
        return new Destination.Refused(unrouted(open, target, configuration));
      }
      Headers injected = routed.route().configuration().injected();
      if (!injected.isEmpty()) {
        if (!configuration.origins().admits(head.headers(), request.authority())) {
          return new Destination.Refused(AccessProblems.foreignOrigin());
        }
        head = without(head, injected);
        request = new RestatedRequest(request, head);
      }
      boolean respect = routed.route().configuration().cache().respectClientCacheControl();
      return new Destination.Mapped(
          new Exchange(
              request,
              configuration,
              routed,
              RequestDirectives.of(head.headers(), respect),
              AcceptedCoding.of(head.headers()),
              open.prefix(),
              stamp));
    } catch (BadTargetException e) {
      return new Destination.Refused(Problems.badTarget(String.valueOf(e.getMessage())));
    } catch (IllegalArgumentException e) {
      return new Destination.Refused(Problems.badRequest(String.valueOf(e.getMessage())));
    }
  }

  private static Destination admin(
      ProxyRequest request, RequestTarget target, ActiveConfiguration configuration) {
    if (!configuration.values().access().admin().enabled()) {
      return new Destination.Refused(AccessProblems.adminDisabled());
    }
    return configuration.origins().admits(request.head().headers(), request.authority())
        ? new Destination.Admin(target)
        : new Destination.Refused(AccessProblems.foreignOrigin());
  }

  /** The right key elsewhere does not make up for a wrong one ahead of an alias. */
  private static Problem unrouted(
      Entrance.Passage.Open open, RequestTarget target, ActiveConfiguration configuration)
      throws BadTargetException {
    Router router = configuration.router();
    int second = target.path().indexOf('/', 1);
    if (second > 0 && open.prefix().isEmpty() && configuration.accessKeys().wantsInPath()) {
      RequestTarget rest = new RequestTarget(target.path().substring(second), null);
      if (AdminPath.covers(rest.path()) || router.route(rest) != null) {
        return AccessProblems.accessDenied();
      }
    }
    return Problems.unknownAlias(router);
  }

  /** What the mapping injects goes before what the client sends, as if it had sent nothing. */
  private static RequestHead without(RequestHead head, Headers injected) {
    return new RequestHead(
        head.method(), head.target(), head.version(), head.headers().without(injected::contains));
  }
}
