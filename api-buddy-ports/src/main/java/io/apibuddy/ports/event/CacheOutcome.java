package io.apibuddy.ports.event;

/** How an exchange was answered, in the terms of {@code X-Cache}. */
public enum CacheOutcome {
  /** Answered with a fresh stored response. */
  HIT,
  /** Answered by the upstream. */
  MISS,
  /** Answered with a stored response that is no longer fresh. */
  STALE,
  /** Answered with a stored response that the upstream confirmed. */
  REVALIDATED,
  /** Answered by the upstream, sharing the fetch of another exchange. */
  COLLAPSED,
  /** Answered by the upstream, bypassing the cache. */
  BYPASS,
  /** Refused by the proxy without asking the upstream, because of a limit or a pause. */
  THROTTLED,
  /** Answered by the proxy itself: an error, or a response of the admin API. */
  NONE
}
