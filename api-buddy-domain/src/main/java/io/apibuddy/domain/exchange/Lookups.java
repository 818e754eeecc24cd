package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.AcceptedCoding;
import io.apibuddy.domain.cache.BodyDigest;
import io.apibuddy.domain.cache.CacheKeyFactory;
import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.ports.store.CacheKey;
import java.util.ArrayList;
import java.util.List;

/** Under which keys a request is looked up, by its mapping's mode. */
final class Lookups {

  private Lookups() {}

  /**
   * Returns the request as the cache sees it, once for each key, in the order in which they are
   * tried. What is fetched is stored under the last.
   */
  static List<CacheLookup> of(Exchange exchange, BodyDigest digest) {
    CacheConfiguration cache = exchange.cache();
    String method = exchange.head().method();
    if (!cache.mode().usesRecordings()) {
      return List.of(cached(exchange, digest));
    }
    List<CacheLookup> lookups = new ArrayList<>(3);
    if (method.equals("HEAD")) { // a recorded GET says it all
      lookups.add(recorded(exchange, "GET", digest));
    }
    lookups.add(recorded(exchange, method, digest));
    if (!cache.mode().asksUpstream()) {
      lookups.add(cached(exchange, digest));
    }
    return lookups;
  }

  /** Returns the one under whose key the answer should be: in replay mode the recording's. */
  static CacheLookup foremost(List<CacheLookup> lookups) {
    CacheLookup last = lookups.get(lookups.size() - 1);
    return last.cache().mode().asksUpstream() ? last : lookups.get(lookups.size() - 2);
  }

  private static CacheLookup cached(Exchange exchange, BodyDigest digest) {
    CacheKeyFactory keys = exchange.keys();
    CacheKey key =
        keys.key(
            exchange.target(),
            exchange.head().method(),
            exchange.head().headers(),
            exchange.coding(),
            digest);
    return lookup(exchange, key, keys, "");
  }

  private static CacheLookup recorded(Exchange exchange, String method, BodyDigest digest) {
    CacheKeyFactory keys = exchange.keys();
    CacheKeyFactory.RecordingKey key =
        keys.recordingKey(
            exchange.target(), method, exchange.head().headers(), exchange.coding(), digest);
    return lookup(exchange, key.key(), keys, key.credential());
  }

  private static CacheLookup lookup(
      Exchange exchange, CacheKey key, CacheKeyFactory keys, String credential) {
    return new CacheLookup(
        exchange.cache(),
        key,
        exchange.wishes(),
        exchange.head().headers(),
        exchange.coding() == AcceptedCoding.GZIP,
        keys.fingerprints(),
        credential);
  }
}
