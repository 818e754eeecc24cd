package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.AcceptedCoding;
import io.apibuddy.domain.cache.CacheKeyFactory;
import io.apibuddy.domain.cache.RequestDirectives;
import io.apibuddy.domain.cache.Ruling;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.intake.ActiveConfiguration;
import io.apibuddy.domain.intake.GivenRequestId;
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
 * One request that goes to a mapping, with what was read from it once.
 *
 * @param request the request
 * @param facts what follows from its head
 * @param stamp when it began and what it is called
 */
record Exchange(ProxyRequest request, HeadFacts facts, Stamp stamp) implements Asked {

  /** Returns its head without what was meant for the connection that it came on alone. */
  RequestHead head() {
    return facts.head();
  }

  /** Returns the configuration it began with. */
  ActiveConfiguration configuration() {
    return facts.configuration();
  }

  /** Returns where it goes. */
  RoutedTarget target() {
    return facts.target();
  }

  /** Returns how it is cached, and by which rule. */
  Ruling ruling() {
    return facts.ruling();
  }

  /** Returns how it wants the cache to be used. */
  RequestDirectives wishes() {
    return facts.wishes();
  }

  /** Returns what its {@code Accept-Encoding} comes down to. */
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

  /** Returns how its client addresses the proxy. */
  ProxyAddress address() {
    return ProxyAddress.of(request.head().headers(), request.authority(), facts.prefix());
  }

  /** Returns how it is cached. */
  CacheConfiguration cache() {
    return facts.cache();
  }

  /** Returns what makes its keys. */
  CacheKeyFactory keys() {
    return facts.keys();
  }

  /** Returns path and query below the alias, credentials masked. */
  @Override
  public String shownPath() {
    return keys().shown(target().rest());
  }

  /** When an exchange began, and its identifier, found or made when it is first asked for. */
  static final class Stamp {
    private final Instant startedAt;
    private final long startNanos;
    private final Headers fields;
    private final IdGenerator ids;
    private @Nullable String id;

    /**
     * Makes one.
     *
     * @param fields the request's, which may name it
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
        String given = GivenRequestId.of(fields);
        known = given != null ? given : ids.next();
        id = known;
      }
      return known;
    }
  }
}
