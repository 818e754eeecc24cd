package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.AcceptedCoding;
import io.apibuddy.domain.cache.RequestDirectives;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.routing.BadTargetException;
import io.apibuddy.domain.routing.RequestTarget;
import io.apibuddy.domain.routing.RequestTargetParser;
import io.apibuddy.domain.routing.RoutedTarget;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProxyRequest;
import io.apibuddy.ports.http.RequestHead;

/** The first steps of every exchange: who is addressed, is it well formed, where does it go. */
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

  Destination admit(ProxyRequest request, ActiveConfiguration configuration, Exchange.Stamp stamp) {
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
      if (target.path().equals("/admin") || target.path().startsWith("/admin/")) {
        return new Destination.Admin(target);
      }
      RoutedTarget routed = configuration.router().route(target);
      if (routed == null) {
        return new Destination.Refused(Problems.unknownAlias(configuration.router()));
      }
      return new Destination.Mapped(
          new Exchange(
              request,
              configuration,
              routed,
              wishes(routed.route().configuration().cache(), head.headers()),
              AcceptedCoding.of(head.headers()),
              stamp));
    } catch (BadTargetException e) {
      return new Destination.Refused(Problems.badTarget(String.valueOf(e.getMessage())));
    } catch (IllegalArgumentException e) {
      return new Destination.Refused(Problems.badRequest(String.valueOf(e.getMessage())));
    }
  }

  /** The mode goes before what the request asks for. */
  private static RequestDirectives wishes(CacheConfiguration cache, Headers headers) {
    return switch (cache.mode()) {
      case CACHE -> RequestDirectives.of(headers, cache.respectClientCacheControl());
      case REFRESH -> RequestDirectives.REFRESH;
      case RECORD, REPLAY, PASSTHROUGH -> RequestDirectives.NONE;
    };
  }
}
