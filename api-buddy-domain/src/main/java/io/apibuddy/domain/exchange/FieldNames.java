package io.apibuddy.domain.exchange;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Names of fields, which compare without regard to case (RFC 9110 section 5.1). Immutable.
 *
 * <p>Sorted by length instead of hashed: so none is put into lower case for each field of each
 * message, and most are compared with one or none.
 */
final class FieldNames {
  private static final String[] NONE = {};

  private final Collection<String> names;
  private final String[][] byLength;

  FieldNames(Collection<String> names) {
    this.names = List.copyOf(names);
    int longest = names.stream().mapToInt(String::length).max().orElse(0);
    this.byLength = new String[longest + 1][];
    Arrays.setAll(
        byLength,
        length -> names.stream().filter(name -> name.length() == length).toArray(String[]::new));
  }

  static FieldNames of(String... names) {
    return new FieldNames(List.of(names));
  }

  /** Returns these names and others. */
  FieldNames and(Collection<String> others) {
    return new FieldNames(Stream.of(names, others).flatMap(Collection::stream).toList());
  }

  boolean contains(String name) {
    int length = name.length();
    for (String one : length < byLength.length ? byLength[length] : NONE) {
      if (one.equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }
}
