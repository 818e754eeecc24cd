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
 * @param digest what its body contributes to the key
 * @param body its body, closed once it is sent or not needed
 * @param decision why it goes to the upstream, and what is stored all the same
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

  /** Returns whether the upstream evaluates the client's conditions: nothing here does. */
  boolean upstreamEvaluates() {
    CacheConfiguration cache = lookup.cache();
    return cache.policy() == CachePolicy.HTTP
        && cache.mode() == CacheMode.CACHE
        && decision.confirmable().isEmpty();
  }

  /** Returns whether something is stored that an error does not replace if it may pass. */
  boolean hasBetterThanErrors() {
    return decision.stale() != null
        || !decision.confirmable().isEmpty()
        || (lookup.cache().mode() == CacheMode.RECORD && reason() == ForwardReason.STALE);
  }

  /** Returns what may be used if the upstream fails, null if there is nothing. */
  @Nullable StoredResponse stale() {
    return decision.stale();
  }
}
