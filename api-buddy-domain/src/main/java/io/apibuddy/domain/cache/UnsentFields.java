package io.apibuddy.domain.cache;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Fields of a client's request that no upstream is sent: they are about the proxy, or could change
 * the answer without being in the key. So nothing that an upstream answers depends on them.
 */
public final class UnsentFields {

  /** Their names in lower case. */
  public static final List<String> NAMES =
      List.of(
          "host",
          "forwarded",
          "x-original-url",
          "x-rewrite-url",
          "x-http-method",
          "x-http-method-override",
          "x-method-override",
          CacheKeyFactory.VARIANT_FIELD.toLowerCase(Locale.ROOT),
          RequestDirectives.FIELD.toLowerCase(Locale.ROOT));

  /** Begins the names of others. */
  public static final String FORWARDED = "x-forwarded";

  private UnsentFields() {}

  /** Returns those of some names, in lower case, that are of fields which are sent. */
  static Set<String> removedFrom(Set<String> names) {
    Set<String> sent = new LinkedHashSet<>(names);
    sent.removeIf(name -> NAMES.contains(name) || name.startsWith(FORWARDED));
    return sent;
  }
}
