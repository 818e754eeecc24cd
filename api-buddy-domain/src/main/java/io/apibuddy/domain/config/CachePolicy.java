package io.apibuddy.domain.config;

/** Whose rules decide how a mapping's responses are stored and reused. */
public enum CachePolicy {
  /** The configured lifetime applies whatever the upstream says, except for {@code no-store}. */
  TTL,
  /** The rules of a shared cache apply (RFC 9111). */
  HTTP
}
