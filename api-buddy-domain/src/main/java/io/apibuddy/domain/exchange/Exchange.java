package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.AcceptedCoding;
import io.apibuddy.domain.cache.CacheKeyFactory;
import io.apibuddy.domain.cache.RequestDirectives;
import io.apibuddy.domain.cache.Ruling;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.intake.ActiveConfiguration;
import io.apibuddy.domain.intake.ClientRequestId;
import io.apibuddy.domain.intake.HeadFacts;
import io.apibuddy.domain.routing.ProxyAddress;
import io.apibuddy.domain.routing.RoutedTarget;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProxyRequest;
import io.apibuddy.ports.http.RequestHead;
import io.apibuddy.ports.time.IdGenerator;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request that goes to a mapping, with what was derived from its head once.
 *
 * @param request the request
 * @param facts what follows from the request's head
 * @param stamp when the exchange began, and its identifier
 */
record Exchange(ProxyRequest request, HeadFacts facts, Stamp stamp) implements ReportedRequest {

  /** Returns the request's head without fields that were meant for its connection only. */
  RequestHead head() {
    return facts.head();
  }

  /** Returns the configuration that the exchange began with. */
  ActiveConfiguration configuration() {
    return facts.configuration();
  }

  /** Returns the mapping and the target that the request goes to. */
  RoutedTarget target() {
    return facts.target();
  }

  /** Returns how the request is cached, and by which rule. */
  Ruling ruling() {
    return facts.ruling();
  }

  /** Returns the request's directives for the cache. */
  RequestDirectives directives() {
    return facts.directives();
  }

  /** Returns the content coding that {@code Accept-Encoding} is reduced to. */
  AcceptedCoding coding() {
    return facts.coding();
  }

  @Override
  public String alias() {
    return target().route().alias();
  }

  @Override
  public String method() {
    return head().method();
  }

  /** Returns the address by which the client reaches the proxy. */
  ProxyAddress address() {
    return ProxyAddress.of(request.head().headers(), request.authority(), facts.prefix());
  }

  /** Returns the cache configuration that applies to the request. */
  CacheConfiguration cache() {
    return facts.cache();
  }

  /** Returns the factory of the request's cache keys. */
  CacheKeyFactory keys() {
    return facts.keys();
  }

  /** Returns path and query below the alias, with credentials masked. */
  @Override
  public String shownPath() {
    return keys().shown(target().rest());
  }

  /** The start of an exchange, and its identifier: the client's, or one generated on first use. */
  static final class Stamp {
    private final Instant startedAt;
    private final long startNanos;
    private final Headers fields;
    private final IdGenerator ids;
    private @Nullable String id;

    /**
     * Creates a stamp.
     *
     * @param fields the request's fields, which may hold an identifier
     */
    Stamp(Instant startedAt, long startNanos, Headers fields, IdGenerator ids) {
      this.startedAt = startedAt;
      this.startNanos = startNanos;
      this.fields = fields;
      this.ids = ids;
    }

    Instant startedAt() {
      return startedAt;
    }

    long startNanos() {
      return startNanos;
    }

    synchronized String id() {
      String known = id;
      if (known == null) {
        String given = ClientRequestId.of(fields);
        known = given != null ? given : ids.next();
        id = known;
      }
      return known;
    }
  }
}
