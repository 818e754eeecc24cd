package io.apibuddy.domain.intake;

import io.apibuddy.domain.cache.AcceptedCoding;
import io.apibuddy.domain.cache.CacheKeyFactory;
import io.apibuddy.domain.cache.RequestDirectives;
import io.apibuddy.domain.cache.Ruling;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.routing.RoutedTarget;
import io.apibuddy.ports.http.RequestHead;

/**
 * What follows from the head of a request that goes to a mapping, whoever sends it and whenever.
 *
 * @param configuration the configuration under which it follows
 * @param head the head without what was meant for the connection that it came on alone
 * @param target where it goes
 * @param ruling how it is cached, and by which rule
 * @param wishes how it wants the cache to be used
 * @param coding what its {@code Accept-Encoding} comes down to
 * @param prefix what its client's URLs have ahead of the alias: the access key's path segment with
 *     its slash, empty if there is none
 */
public record HeadFacts(
    ActiveConfiguration configuration,
    RequestHead head,
    RoutedTarget target,
    Ruling ruling,
    RequestDirectives wishes,
    AcceptedCoding coding,
    String prefix) {

  /** Returns how it is cached. */
  public CacheConfiguration cache() {
    return ruling.cache();
  }

  /** Returns what makes its keys. */
  public CacheKeyFactory keys() {
    return ruling.keys();
  }
}
