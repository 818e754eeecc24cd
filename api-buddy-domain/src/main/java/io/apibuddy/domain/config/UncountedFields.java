package io.apibuddy.domain.config;

import java.util.List;
import java.util.Set;

/**
 * Fields that tell no requests apart, even if {@code cache.key.headers} selects them: what is not
 * sent upstream, what is evaluated here, and what says with which program somebody asks. An
 * upstream whose answers depend on one of the last names it in {@code Vary}.
 */
public final class UncountedFields {
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

  private static final List<String> BEGINNINGS =
      List.of("x-stainless-", "x-fern-", "x-api-buddy-", "sec-");

  private UncountedFields() {}

  /**
   * Returns whether fields of a name are among them.
   *
   * @param name in lower case, with hyphens for underscores
   */
  public static boolean include(String name) {
    return name.equals("user-agent")
        || EVALUATED_HERE.contains(name)
        || BEGINNINGS.stream().anyMatch(name::startsWith)
        || UnsentFields.include(name);
  }
}
