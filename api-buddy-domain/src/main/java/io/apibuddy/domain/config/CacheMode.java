package io.apibuddy.domain.config;

/**
 * Whether the store or the upstream answers the requests of a mapping, and whether new answers are
 * stored. A mode other than {@link #CACHE} takes precedence over the cache directives of requests.
 */
public enum CacheMode {
  /** Both, by the rules of the mapping's {@link CachePolicy}. */
  CACHE,
  /** Recordings answer; whatever is missing is fetched and recorded for good, whatever it is. */
  RECORD,
  /** The store answers, whatever the age of its responses; the upstream is never asked. */
  REPLAY,
  /** The upstream answers; nothing is looked up or stored. */
  PASSTHROUGH,
  /** The upstream answers; answers are stored by the rules of the policy. */
  REFRESH;

  /** Returns whether recordings answer requests of any method, whatever their age. */
  public boolean usesRecordings() {
    return this == RECORD || this == REPLAY;
  }

  /** Returns whether requests may be sent to the upstream. */
  public boolean asksUpstream() {
    return this != REPLAY;
  }
}
