package io.apibuddy.domain.intake;

import io.apibuddy.domain.cache.BodyDigest;
import io.apibuddy.domain.cache.CacheKeyFactory;
import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.ports.store.CacheKey;
import java.util.ArrayList;
import java.util.List;

/** Determines the keys under which a request is looked up, by its mapping's mode. */
public final class Lookups {

  private Lookups() {}

  /**
   * Returns the request as the cache sees it, once for each key, in the order of the lookups. What
   * is fetched is stored under the first key.
   */
  public static List<CacheLookup> of(HeadFacts facts, BodyDigest digest) {
    CacheConfiguration cache = facts.cache();
    String method = facts.head().method();
    if (!cache.mode().usesRecordings()) {
      return List.of(cached(facts, digest));
    }
    List<CacheLookup> lookups = new ArrayList<>(3);
    lookups.add(recorded(facts, method, digest));
    if (method.equals("HEAD")) { // a recorded GET answers it
      lookups.add(recorded(facts, "GET", digest));
    }
    if (!cache.mode().asksUpstream()) {
      lookups.add(cached(facts, digest));
    }
    return lookups;
  }

  private static CacheLookup cached(HeadFacts facts, BodyDigest digest) {
    CacheKeyFactory keys = facts.keys();
    CacheKey key =
        keys.key(
            facts.target(), facts.head().method(), facts.head().headers(), facts.coding(), digest);
    return lookup(facts, key, keys, "");
  }

  private static CacheLookup recorded(HeadFacts facts, String method, BodyDigest digest) {
    CacheKeyFactory keys = facts.keys();
    CacheKeyFactory.RecordingKey key =
        keys.recordingKey(facts.target(), method, facts.head().headers(), facts.coding(), digest);
    return lookup(facts, key.key(), keys, key.credential());
  }

  private static CacheLookup lookup(
      HeadFacts facts, CacheKey key, CacheKeyFactory keys, String credential) {
    return new CacheLookup(
        facts.cache(),
        key,
        facts.directives(),
        facts.head().headers(),
        keys.fingerprints(),
        credential);
  }
}
