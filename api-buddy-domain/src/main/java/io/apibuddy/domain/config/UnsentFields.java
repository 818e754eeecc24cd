package io.apibuddy.domain.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Fields of a client's request that are never sent upstream: they are about the proxy or the
 * connection to it, or could change the answer without being part of the key. So no upstream's
 * answer depends on them.
 */
public final class UnsentFields {

  /** The names in lower case, except those of fields that are meant for one connection only. */
  public static final List<String> NAMES =
      List.of(
          "host",
          "forwarded",
          "x-host",
          "x-host-override",
          "x-http-host-override",
          "x-original-host",
          "x-original-url",
          "x-rewrite-url",
          "x-http-method",
          "x-http-method-override",
          "x-method-override",
          "x-api-buddy-variant",
          "x-api-buddy-cache");

  /** The prefix of further names. */
  public static final String FORWARDED = "x-forwarded";

  private UnsentFields() {}

  /**
   * Returns whether a field is one of them.
   *
   * @param name the field's name in lower case, with hyphens for underscores
   */
  public static boolean contains(String name) {
    return NAMES.contains(name)
        || name.startsWith(FORWARDED)
        || InjectedFields.HOP_BY_HOP.contains(name);
  }

  /** Returns the names, of those given in lower case, whose fields are sent upstream. */
  public static Set<String> removedFrom(Set<String> names) {
    Set<String> sent = new LinkedHashSet<>(names);
    sent.removeIf(name -> contains(name.replace('_', '-')));
    return sent;
  }
}
