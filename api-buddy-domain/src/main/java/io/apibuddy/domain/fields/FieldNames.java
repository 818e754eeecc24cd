package io.apibuddy.domain.fields;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Names of fields, which compare without regard to case (RFC 9110 section 5.1). Immutable.
 *
 * <p>None is put into lower case for each field of each message. Those that are always the same are
 * sorted by length, so that most fields are compared with one or none; those that a message brings
 * may be many and chosen to be slow, and are kept in order.
 */
public final class FieldNames {
  private static final String[] NONE = {};

  private final String[][] byLength;
  private final Set<String> others = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  private FieldNames(String[][] byLength, Collection<String> others) {
    this.byLength = byLength;
    this.others.addAll(others);
  }

  /** Makes some of names that a message brings. */
  FieldNames(Collection<String> names) {
    this(new String[0][], names);
  }

  /** Makes some of names that are always the same. */
  public static FieldNames of(String... names) {
    int longest = Stream.of(names).mapToInt(String::length).max().orElse(0);
    String[][] byLength = new String[longest + 1][];
    Arrays.setAll(
        byLength,
        length -> Stream.of(names).filter(name -> name.length() == length).toArray(String[]::new));
    return new FieldNames(byLength, Set.of());
  }

  /** Returns these names and others, which a message brings. */
  FieldNames and(Collection<String> more) {
    FieldNames all = new FieldNames(byLength, others);
    all.others.addAll(more);
    return all;
  }

  public boolean contains(String name) {
    int length = name.length();
    for (String one : length < byLength.length ? byLength[length] : NONE) {
      if (one.equalsIgnoreCase(name)) {
        return true;
      }
    }
    return !others.isEmpty() && others.contains(name);
  }
}
