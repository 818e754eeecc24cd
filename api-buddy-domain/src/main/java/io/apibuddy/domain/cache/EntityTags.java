package io.apibuddy.domain.cache;

import org.jspecify.annotations.Nullable;

/** Compares entity tags (RFC 9110 section 8.8.3.2). */
final class EntityTags {
  private static final String WEAK = "W/";

  private EntityTags() {}

  /** Returns whether both tags match by the weak comparison: equivalent content. */
  static boolean weaklyEqual(String one, @Nullable String other) {
    return other != null && opaque(one).equals(opaque(other));
  }

  /** Returns whether both tags match by the strong comparison: the same bytes. */
  static boolean stronglyEqual(String one, @Nullable String other) {
    return other != null && one.trim().equals(other.trim()) && !isWeak(one);
  }

  static boolean isWeak(String tag) {
    return tag.trim().startsWith(WEAK);
  }

  private static String opaque(String tag) {
    String trimmed = tag.trim();
    return trimmed.startsWith(WEAK) ? trimmed.substring(WEAK.length()) : trimmed;
  }
}
