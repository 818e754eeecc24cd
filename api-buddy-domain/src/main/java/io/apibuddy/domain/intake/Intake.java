package io.apibuddy.domain.intake;

import io.apibuddy.domain.cache.AcceptedCoding;
import io.apibuddy.domain.cache.RequestDirectives;
import io.apibuddy.domain.cache.Ruling;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.fields.HopByHop;
import io.apibuddy.domain.fields.MaxForwards;
import io.apibuddy.domain.fields.Via;
import io.apibuddy.domain.problem.AccessProblems;
import io.apibuddy.domain.problem.Problem;
import io.apibuddy.domain.problem.Problems;
import io.apibuddy.domain.routing.BadTargetException;
import io.apibuddy.domain.routing.RequestTarget;
import io.apibuddy.domain.routing.RequestTargetParser;
import io.apibuddy.domain.routing.RoutedTarget;
import io.apibuddy.domain.routing.Router;
import io.apibuddy.domain.security.AdminPath;
import io.apibuddy.domain.security.HostGuard;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ProxyRequest;
import io.apibuddy.ports.http.RequestHead;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Examines a request that has passed the {@link AccessCheck}: whom it addresses, whether it is well
 * formed, and where it goes.
 */
public final class Intake {
  /** The methods that are passed on. */
  public static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

  private final Via via;

  public Intake(Via via) {
    this.via = via;
  }

  /** Where a request goes. */
  public sealed interface Destination {

    /** To a mapping. */
    record Mapped(HeadFacts facts) implements Destination {}

    /** To the proxy itself. */
    record Admin(RequestTarget target) implements Destination {}

    /** To a mapping, but {@code Max-Forwards} ends its way here. */
    record MaxForwardsReached() implements Destination {}

    /**
     * Nowhere.
     *
     * @param facts what follows from its head, null if no mapping was found
     */
    record Refused(Problem problem, @Nullable HeadFacts facts) implements Destination {

      Refused(Problem problem) {
        this(problem, null);
      }
    }
  }

  /** Returns where a request goes, by its head alone. */
  public Destination admit(
      AccessCheck.Result.Admitted admitted, ActiveConfiguration configuration) {
    ProxyRequest request = admitted.request();
    RequestHead received = request.head();
    if (received.method().equals("CONNECT")) {
      return new Destination.Refused(Problems.noTunnel(METHODS));
    }
    if (received.method().equals("TRACE")) {
      return new Destination.Refused(Problems.methodNotAllowed(METHODS));
    }
    Problem misdirected = misdirected(request, configuration);
    if (misdirected != null) {
      return new Destination.Refused(misdirected);
    }
    if (expectsMoreThanContinue(received.headers())) {
      return new Destination.Refused(Problems.expectationFailed());
    }
    if (via.seenIn(received.headers())) {
      return new Destination.Refused(Problems.loop());
    }
    try {
      RequestTarget target = RequestTargetParser.parse(received.target(), request.authority());
      if (AdminPath.covers(target.path())) {
        return admin(request, target, configuration);
      }
      RoutedTarget routed = configuration.router().route(target);
      if (routed == null) {
        return new Destination.Refused(unrouted(admitted, target, configuration));
      }
      Headers injected = routed.route().configuration().injected();
      RequestHead head = without(HopByHop.withoutNominated(received), injected);
      Ruling ruling =
          configuration.rules(routed.route()).find(head.method(), routed, head.headers());
      RequestDirectives directives = RequestDirectives.NONE;
      Problem unknownDirective = null;
      try {
        directives = directives(ruling.cache(), head.headers());
      } catch (IllegalArgumentException e) {
        unknownDirective = Problems.badRequest(String.valueOf(e.getMessage()));
      }
      HeadFacts facts =
          new HeadFacts(
              configuration,
              head,
              routed,
              ruling,
              directives,
              AcceptedCoding.of(head.headers()),
              admitted.prefix());
      if ((!injected.isEmpty() || answersWithoutCredentials(ruling.cache()))
          && !configuration.admitsOriginOf(request)) {
        return new Destination.Refused(AccessProblems.foreignOrigin(), facts);
      }
      if (unknownDirective != null) {
        return new Destination.Refused(unknownDirective, facts);
      }
      if (asksForWebSocket(received)) {
        return new Destination.Refused(Problems.noWebSocket(), facts);
      }
      return MaxForwards.isExhausted(received)
          ? new Destination.MaxForwardsReached()
          : new Destination.Mapped(facts);
    } catch (BadTargetException e) {
      return new Destination.Refused(Problems.badTarget(String.valueOf(e.getMessage())));
    }
  }

  /** Returns the problem of a request that addresses another server, null if it does not. */
  private static @Nullable Problem misdirected(
      ProxyRequest request, ActiveConfiguration configuration) {
    boolean known = configuration.hosts().admits(request.authority()) || needsNoHost(request);
    if (request.head().target().startsWith("/")) {
      return known ? null : Problems.misdirected();
    }
    int port = request.localPort();
    boolean own = known && (port == 0 || HostGuard.hasPort(request.authority(), port));
    return own ? null : Problems.foreignTarget();
  }

  /** Returns whether a request may lack a host: HTTP/1.0 has none, and no browser speaks it. */
  private static boolean needsNoHost(ProxyRequest request) {
    return request.authority().isEmpty() && request.head().version() == ProtocolVersion.HTTP_1_0;
  }

  /**
   * Returns whether answers obtained with the owner's credentials are given to requests without
   * them. A web page of another site must not get them.
   */
  private static boolean answersWithoutCredentials(CacheConfiguration cache) {
    return cache.mode() == CacheMode.REPLAY || cache.shareAcrossCredentials();
  }

  /** Returns whether there is an expectation other than 100-continue (RFC 9110 section 10.1.1). */
  private static boolean expectsMoreThanContinue(Headers headers) {
    return headers.contains("Expect")
        && !headers.elements("Expect").stream().allMatch("100-continue"::equalsIgnoreCase);
  }

  /**
   * Returns whether a request is the opening handshake of a WebSocket (RFC 6455 section 4.1). Its
   * {@code Upgrade} is not passed on, so that an upstream would take it for an ordinary GET.
   */
  private static boolean asksForWebSocket(RequestHead head) {
    return head.headers().lists("Upgrade", "websocket")
        && head.headers().lists("Connection", "Upgrade")
        && head.method().equals("GET")
        && head.version() == ProtocolVersion.HTTP_1_1;
  }

  /** Returns the directives that count. The mode overrides those of the request. */
  private static RequestDirectives directives(CacheConfiguration cache, Headers headers) {
    return switch (cache.mode()) {
      case CACHE -> RequestDirectives.of(headers, cache.respectClientCacheControl());
      case REFRESH -> RequestDirectives.REFRESH;
      case RECORD, REPLAY, PASSTHROUGH -> RequestDirectives.NONE;
    };
  }

  private static Destination admin(
      ProxyRequest request, RequestTarget target, ActiveConfiguration configuration) {
    if (!configuration.values().access().admin().enabled()) {
      return new Destination.Refused(AccessProblems.adminDisabled());
    }
    return configuration.admitsOriginOf(request)
        ? new Destination.Admin(target)
        : new Destination.Refused(AccessProblems.foreignOrigin());
  }

  /**
   * Returns the problem of a path that is not mapped. The right key elsewhere does not make up for
   * a wrong one ahead of an alias.
   */
  private static Problem unrouted(
      AccessCheck.Result.Admitted admitted, RequestTarget target, ActiveConfiguration configuration)
      throws BadTargetException {
    Router router = configuration.router();
    int second = target.path().indexOf('/', 1);
    if (second > 0 && admitted.prefix().isEmpty() && configuration.accessKeys().acceptsInPath()) {
      RequestTarget rest = new RequestTarget(target.path().substring(second), null);
      if (AdminPath.covers(rest.path()) || router.route(rest) != null) {
        return AccessProblems.accessDenied();
      }
    }
    return Problems.unknownAlias(router);
  }

  /**
   * Removes the fields of a client that the mapping replaces by its own, as if they had not been
   * sent. Many servers take an underscore in a name for a hyphen (RFC 3875 section 4.1.18).
   */
  private static RequestHead without(RequestHead head, Headers injected) {
    if (injected.isEmpty()) {
      return head;
    }
    Set<String> replaced = new HashSet<>();
    injected.forEach((name, value) -> replaced.add(dashed(name)));
    return new RequestHead(
        head.method(),
        head.target(),
        head.version(),
        head.headers().without(name -> replaced.contains(dashed(name))));
  }

  private static String dashed(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
