package io.apibuddy.domain.exchange;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names of fields, which compare without regard to case (RFC 9110 section 5.1). Immutable.
 *
 * <p>In order instead of hashed: so none is put into lower case for each field of each message.
 */
final class FieldNames {
  private final Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  FieldNames(Collection<String> names) {
    this.names.addAll(names);
  }

  static FieldNames of(String... names) {
    return new FieldNames(List.of(names));
  }

  /** Returns these names and others. */
  FieldNames and(Collection<String> others) {
    FieldNames all = new FieldNames(names);
    all.names.addAll(others);
    return all;
  }

  boolean contains(String name) {
    return names.contains(name);
  }
}
