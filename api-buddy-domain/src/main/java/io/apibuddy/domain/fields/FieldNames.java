package io.apibuddy.domain.fields;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A set of field names, compared without regard to case (RFC 9110 section 5.1). Immutable.
 *
 * <p>No lookup converts a name to lower case, since there is one for each field of each message.
 * Fixed names are grouped by length, so that most fields are compared with one of them or none.
 * Names that a message brings may be many, and chosen to make lookups slow, so they are kept in a
 * tree.
 */
public final class FieldNames {
  private static final String[] NONE = {};

  private final String[][] byLength;
  private final Set<String> others = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  private FieldNames(String[][] byLength, Collection<String> others) {
    this.byLength = byLength;
    this.others.addAll(others);
  }

  /** Creates a set of names that a message brings. */
  FieldNames(Collection<String> names) {
    this(new String[0][], names);
  }

  /** Creates a set of fixed names. */
  public static FieldNames of(String... names) {
    int longest = Stream.of(names).mapToInt(String::length).max().orElse(0);
    String[][] byLength = new String[longest + 1][];
    Arrays.setAll(
        byLength,
        length -> Stream.of(names).filter(name -> name.length() == length).toArray(String[]::new));
    return new FieldNames(byLength, Set.of());
  }

  /** Returns a set of these names and of others that a message brings. */
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
