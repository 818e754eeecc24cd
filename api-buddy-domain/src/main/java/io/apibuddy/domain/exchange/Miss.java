package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.BodyDigest;
import io.apibuddy.domain.cache.CacheDecision;
import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.cache.ForwardReason;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.content.BufferedBody;
import io.apibuddy.ports.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/**
 * A request that the store could not answer.
 *
 * @param exchange the exchange
 * @param lookup the request as the cache sees it
 * @param digest the body's part of the cache key
 * @param body the request's body, closed once it is sent or not needed
 * @param decision why the request goes to the upstream, and which stored responses matter
 *     nevertheless
 */
record Miss(
    Exchange exchange,
    CacheLookup lookup,
    BodyDigest digest,
    BufferedBody body,
    CacheDecision.Forward decision) {

  ForwardReason reason() {
    return decision.reason();
  }

  /**
   * Returns whether the client's conditions are sent to the upstream, since nothing is stored on
   * which to evaluate them.
   */
  boolean upstreamEvaluates() {
    CacheConfiguration cache = lookup.cache();
    return cache.policy() == CachePolicy.HTTP
        && cache.mode() == CacheMode.CACHE
        && decision.confirmable().isEmpty();
  }

  /** Returns whether something is stored that a temporary error does not replace. */
  boolean hasBetterThanErrors() {
    return decision.stale() != null || !decision.confirmable().isEmpty() || decision.hasJobState();
  }

  /** Returns the stored response that may be used if the upstream fails, null if there is none. */
  @Nullable StoredResponse stale() {
    return decision.stale();
  }
}
