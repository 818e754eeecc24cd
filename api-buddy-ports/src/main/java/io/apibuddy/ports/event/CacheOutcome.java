package io.apibuddy.ports.event;

/** How an exchange was answered, in the words of {@code X-Cache}. */
public enum CacheOutcome {
  /** From a fresh stored response. */
  HIT,
  /** From the upstream. */
  MISS,
  /** From a stored response that is no longer fresh. */
  STALE,
  /** From a stored response that the upstream confirmed. */
  REVALIDATED,
  /** From the upstream, by another exchange's request. */
  COLLAPSED,
  /** From the upstream, past the cache. */
  BYPASS,
  /** By the proxy itself: the upstream was not asked, for a limit or a pause. */
  THROTTLED,
  /** By the proxy itself: an error, an admin answer. */
  NONE
}
