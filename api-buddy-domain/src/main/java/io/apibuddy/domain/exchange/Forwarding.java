package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.ForwardReason;
import io.apibuddy.domain.cachestatus.CacheStatus;
import io.apibuddy.ports.event.CacheOutcome;

/**
 * Why a request goes past the store, as {@code Cache-Status} shows it.
 *
 * @param detail why nothing is stored, empty if the reason says it all
 */
record Forwarding(CacheOutcome outcome, ForwardReason reason, String detail) {

  /** Returns the cache status for an upstream answer with this status code. */
  CacheStatus answered(int status) {
    return CacheStatus.forwarded(outcome, reason, status, false, detail);
  }
}
