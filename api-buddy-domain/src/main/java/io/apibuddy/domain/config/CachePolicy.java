package io.apibuddy.domain.config;

/** By whose rules a mapping's responses are stored and reused. */
public enum CachePolicy {
  /** The configured lifetime counts, whatever the upstream says, but for {@code no-store}. */
  TTL,
  /** The rules of a shared cache (RFC 9111). */
  HTTP
}
