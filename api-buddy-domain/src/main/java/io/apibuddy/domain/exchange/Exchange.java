package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.AcceptedCoding;
import io.apibuddy.domain.cache.CacheKeyFactory;
import io.apibuddy.domain.cache.RequestDirectives;
import io.apibuddy.domain.cache.Ruling;
import io.apibuddy.domain.config.CacheConfiguration;
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
 * @param head its head without what was meant for the connection that it came on alone
 * @param configuration the configuration it began with
 * @param target where it goes
 * @param ruling how it is cached, and by which rule
 * @param wishes how it wants the cache to be used
 * @param coding what its {@code Accept-Encoding} comes down to
 * @param prefix what its client's URLs have ahead of the alias: the access key's path segment with
 *     its slash, empty if there is none
 * @param stamp when it began and what it is called
 */
record Exchange(
    ProxyRequest request,
    RequestHead head,
    ActiveConfiguration configuration,
    RoutedTarget target,
    Ruling ruling,
    RequestDirectives wishes,
    AcceptedCoding coding,
    String prefix,
    Stamp stamp) {

  String alias() {
    return target.route().alias();
  }

  /** Returns what the client's URLs have between the scheme and the alias's slash. */
  String address() {
    return request.authority() + prefix;
  }

  /** Returns how it is cached. */
  CacheConfiguration cache() {
    return ruling.cache();
  }

  /** Returns what makes its keys. */
  CacheKeyFactory keys() {
    return ruling.keys();
  }

  /** Returns path and query below the alias, credentials masked. */
  String shownPath() {
    return keys().shown(target.rest());
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
