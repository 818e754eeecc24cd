package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.CacheKey;

/**
 * A request as the cache sees it.
 *
 * @param cache the cache configuration for the request
 * @param key the request's primary cache key
 * @param directives the request's cache directives
 * @param headers the request's fields
 * @param fingerprints makes fingerprints of credentials
 * @param credential distinguishes the recordings of different credentials under one key; empty if
 *     nothing does, and for keys that contain the fingerprint themselves
 */
public record CacheLookup(
    CacheConfiguration cache,
    CacheKey key,
    RequestDirectives directives,
    Headers headers,
    CredentialFingerprint fingerprints,
    String credential) {

  /** Returns the same request as if an upstream's {@code no-store} were ignored. */
  public CacheLookup ignoringNoStore() {
    return new CacheLookup(
        cache.toBuilder().ignoreNoStore(true).build(),
        key,
        directives,
        headers,
        fingerprints,
        credential);
  }

  /** Returns the same request without credentials in its key. */
  public CacheLookup anonymous() {
    return new CacheLookup(cache, key.anonymous(), directives, headers, fingerprints, credential);
  }
}
