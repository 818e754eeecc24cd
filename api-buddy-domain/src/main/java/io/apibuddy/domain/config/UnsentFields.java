package io.apibuddy.domain.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Fields of a client's request that no upstream is sent: they are about the proxy or the connection
 * to it, or could change the answer without being in the key. So nothing that an upstream answers
 * depends on them.
 */
public final class UnsentFields {

  /** Their names in lower case, but for those that are meant for one connection only. */
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

  /** Begins the names of others. */
  public static final String FORWARDED = "x-forwarded";

  private UnsentFields() {}

  /**
   * Returns whether fields of a name are among them.
   *
   * @param name in lower case, with hyphens for underscores
   */
  public static boolean include(String name) {
    return NAMES.contains(name)
        || name.startsWith(FORWARDED)
        || InjectedFields.HOP_BY_HOP.contains(name);
  }

  /** Returns those of some names, in lower case, that are of fields which are sent. */
  public static Set<String> removedFrom(Set<String> names) {
    Set<String> sent = new LinkedHashSet<>(names);
    sent.removeIf(name -> include(name.replace('_', '-')));
    return sent;
  }
}
