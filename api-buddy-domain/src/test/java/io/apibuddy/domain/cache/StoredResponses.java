package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.config.KeyConfiguration;
import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.contract.ManualClock;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.StoredRequest;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stored responses and lookups with defaults for everything that a test does not specify. */
final class StoredResponses {
  static final Instant RESPONDED = ManualClock.START;
  static final CacheKey KEY = Entries.key("api", "/things");
  static final CredentialFingerprint FINGERPRINTS =
      new CredentialFingerprint(
          new byte[32],
          new KeyConfiguration(Set.of(), List.of(), List.of(), Set.of("Authorization")));

  private StoredResponses() {}

  /** Returns a configuration with policy {@code http} and otherwise the defaults. */
  static CacheConfiguration http() {
    return http(Duration.ZERO, Duration.ZERO);
  }

  static CacheConfiguration http(Duration staleIfError, Duration staleWhileRevalidate) {
    return new CacheConfiguration.Builder()
        .policy(CachePolicy.HTTP)
        .staleIfError(staleIfError)
        .staleWhileRevalidate(staleWhileRevalidate)
        .build();
  }

  /** Received at {@link #RESPONDED} without delay, fresh for a minute. */
  static StoredResponse stored(Headers response) {
    return stored(Headers.EMPTY, response, Duration.ZERO, Duration.ofMinutes(1));
  }

  @SuppressWarnings("NullAway") // javac 17 drops the annotation of a nested type here
  static StoredResponse stored(
      Headers request, Headers response, Duration delay, @Nullable Duration lifetime) {
    return new StoredResponse(
        new EntryId("1"),
        "",
        new StoredRequest(
            KEY.domain(), KEY.upstream(), "GET", KEY.target(), request, Body.EMPTY, ""),
        new ResponseHead(200, response),
        new Freshness(RESPONDED.minus(delay), RESPONDED, lifetime, Instant.MAX),
        false,
        0,
        EntryCompletion.PLAIN,
        null);
  }

  static StoredResponse ofLength(long length, Headers response) {
    StoredResponse stored = stored(response);
    return new StoredResponse(
        stored.id(),
        stored.variant(),
        stored.request(),
        stored.response(),
        stored.freshness(),
        stored.pinned(),
        length,
        stored.completion(),
        null);
  }

  static StoredResponse named(String id, StoredResponse stored) {
    return new StoredResponse(
        new EntryId(id),
        stored.variant(),
        stored.request(),
        stored.response(),
        stored.freshness(),
        stored.pinned(),
        stored.length(),
        stored.completion(),
        stored.body());
  }

  static CacheLookup lookup(String... fields) {
    return lookup(RequestDirectives.NONE, fields);
  }

  static CacheLookup lookup(RequestDirectives directives, String... fields) {
    return lookup(CacheConfiguration.DEFAULT, directives, fields);
  }

  static CacheLookup lookup(
      CacheConfiguration cache, RequestDirectives directives, String... fields) {
    Headers headers = Headers.of(fields);
    return new CacheLookup(cache, KEY, directives, headers, FINGERPRINTS, "");
  }

  /** A request without fields. */
  static CacheLookup asked(String method, CacheConfiguration cache) {
    CacheKey key =
        new CacheKey(KEY.domain(), KEY.upstream(), method, KEY.target(), "", "", "", List.of());
    return new CacheLookup(cache, key, RequestDirectives.NONE, Headers.EMPTY, FINGERPRINTS, "");
  }
}
