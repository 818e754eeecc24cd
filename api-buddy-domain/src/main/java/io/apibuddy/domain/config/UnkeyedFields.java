package io.apibuddy.domain.config;

import java.util.List;
import java.util.Set;

/**
 * Request fields that are never part of the cache key, even if {@code cache.key.headers} selects
 * them: those that are not sent upstream, those that the proxy evaluates itself, and those that say
 * which program sends the request. An upstream whose answers depend on one of the last kind names
 * it in {@code Vary}.
 */
public final class UnkeyedFields {
  private static final Set<String> EVALUATED_HERE =
      Set.of(
          "cache-control",
          "pragma",
          "range",
          "if-range",
          "if-match",
          "if-none-match",
          "if-modified-since",
          "if-unmodified-since",
          "expect",
          "via",
          "content-length");

  private static final List<String> PREFIXES =
      List.of("x-stainless-", "x-fern-", "x-api-buddy-", "sec-");

  private UnkeyedFields() {}

  /**
   * Returns whether a field is one of them.
   *
   * @param name the field's name in lower case, with hyphens for underscores
   */
  public static boolean contains(String name) {
    return name.equals("user-agent")
        || EVALUATED_HERE.contains(name)
        || PREFIXES.stream().anyMatch(name::startsWith)
        || UnsentFields.contains(name);
  }
}
