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
  private final List<String> endings = new ArrayList<>();
  private final List<String> beginnings = new ArrayList<>();

  NamePatterns(Collection<String> patterns) {
    for (String pattern : patterns) {
      String lower = pattern.toLowerCase(Locale.ROOT);
      if (lower.startsWith("*")) {
        endings.add(lower.substring(1));
      } else if (lower.endsWith("*")) {
        beginnings.add(lower.substring(0, lower.length() - 1));
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
    for (String ending : endings) {
      if (lowerCaseName.endsWith(ending)) {
        return true;
      }
    }
    for (String beginning : beginnings) {
      if (lowerCaseName.startsWith(beginning)) {
        return true;
      }
    }
    return false;
  }
}
