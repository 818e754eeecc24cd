package io.apibuddy.domain.cache;

import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;

/** What to do with a request that the cache may answer. */
public sealed interface CacheDecision {

  /**
   * Answer from the store.
   *
   * @param stored the response to use
   * @param remaining what is left of its freshness; negative if it is served stale
   */
  record ServeStored(StoredResponse stored, Duration remaining) implements CacheDecision {}

  /**
   * Ask the upstream.
   *
   * @param reason why
   */
  record Forward(ForwardReason reason) implements CacheDecision {}

  /** Nothing can be used, and the request forbids asking ({@code only-if-cached}). */
  record Unsatisfiable() implements CacheDecision {}
}
