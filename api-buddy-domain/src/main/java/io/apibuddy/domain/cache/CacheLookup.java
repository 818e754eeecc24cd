package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.CacheKey;

/**
 * A request as the cache sees it.
 *
 * @param cache how its mapping is cached
 * @param key its primary key
 * @param wishes how it wants the cache to be used
 * @param headers its fields
 * @param fingerprints makes credentials comparable
 * @param credential what keeps the recordings of different credentials under one key apart; empty
 *     if there is none, and for keys that hold it themselves
 */
public record CacheLookup(
    CacheConfiguration cache,
    CacheKey key,
    RequestDirectives wishes,
    Headers headers,
    CredentialFingerprint fingerprints,
    String credential) {

  /** Returns the same request as if it carried no credentials. */
  public CacheLookup anonymous() {
    return new CacheLookup(cache, key.anonymous(), wishes, headers, fingerprints, credential);
  }
}
