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
 * @param head the head without fields that were meant for its connection only
 * @param target the mapping and the target that the request goes to
 * @param ruling how the request is cached, and by which rule
 * @param directives the request's directives for the cache
 * @param coding the content coding that {@code Accept-Encoding} is reduced to
 * @param prefix what the client's URLs have ahead of the alias: the access key's path segment with
 *     its slash, or nothing
 */
public record HeadFacts(
    ActiveConfiguration configuration,
    RequestHead head,
    RoutedTarget target,
    Ruling ruling,
    RequestDirectives directives,
    AcceptedCoding coding,
    String prefix) {

  /** Returns the cache configuration that applies to the request. */
  public CacheConfiguration cache() {
    return ruling.cache();
  }

  /** Returns the factory of the request's cache keys. */
  public CacheKeyFactory keys() {
    return ruling.keys();
  }
}
