package io.apibuddy.domain.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A set of names, in which an asterisk at the beginning or end stands for any text. Immutable. */
final class NamePatterns {
  private final Set<String> exact = new HashSet<>();
  private final List<String> suffixes = new ArrayList<>();
  private final List<String> prefixes = new ArrayList<>();

  NamePatterns(Collection<String> patterns) {
    for (String pattern : patterns) {
      String lower = pattern.toLowerCase(Locale.ROOT);
      if (lower.startsWith("*")) {
        suffixes.add(lower.substring(1));
      } else if (lower.endsWith("*")) {
        prefixes.add(lower.substring(0, lower.length() - 1));
      } else {
        exact.add(lower);
      }
    }
  }

  /** Returns whether a name, in lower case, matches one of the patterns. */
  boolean match(String lowerCaseName) {
    if (exact.contains(lowerCaseName)) {
      return true;
    }
    for (String suffix : suffixes) {
      if (lowerCaseName.endsWith(suffix)) {
        return true;
      }
    }
    for (String prefix : prefixes) {
      if (lowerCaseName.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
