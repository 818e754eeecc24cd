package io.apibuddy.bootstrap.config;

import java.util.Collection;
import java.util.List;

/**
 * Finds the name that was probably meant, by Damerau-Levenshtein distance (optimal string
 * alignment).
 */
public final class NearestName {
  /** With more candidates, which the sender of a document can cause, there is no search. */
  private static final int MAX_CANDIDATES = 250;

  private NearestName() {}

  /** Returns {@code "; did you mean x?"} for the nearest candidate, empty if none is near. */
  public static String hint(String name, Collection<String> candidates) {
    String nearest = of(name, candidates);
    return nearest.isEmpty() ? "" : suggestion(nearest);
  }

  /** Returns the nearest candidate, else the only one with further words; empty if none. */
  static String of(String name, Collection<String> candidates) {
    if (candidates.size() > MAX_CANDIDATES) {
      return "";
    }
    String last = lastSegment(name);
    String nearest = "";
    int best = maxEdits(last.length()) + 1;
    for (String candidate : candidates) {
      int distance = lastSegment(candidate).equals(last) ? 1 : distance(name, candidate, best);
      if (distance < best) {
        best = distance;
        nearest = candidate;
      }
    }
    return nearest.isEmpty() ? onlyLonger(name, candidates) : nearest;
  }

  /** Returns the only candidate that adds words to the name, such as a unit. */
  private static String onlyLonger(String name, Collection<String> candidates) {
    String start = name + '_';
    List<String> longer =
        candidates.stream().filter(candidate -> candidate.startsWith(start)).limit(2).toList();
    return longer.size() == 1 ? longer.get(0) : "";
  }

  /** Returns {@code "; did you mean x?"}. */
  public static String suggestion(String meant) {
    return "; did you mean " + meant + "?";
  }

  /**
   * Returns the largest distance that counts as near. In few letters two slips make another word.
   */
  private static int maxEdits(int length) {
    return length <= 6 ? 1 : length / 3;
  }

  private static String lastSegment(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /**
   * Returns the distance if it is below {@code limit}, otherwise any number not below {@code
   * limit}.
   */
  static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) >= limit) {
      return limit;
    }
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      int least = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(substitution, Math.min(last[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
        least = Math.min(least, row[j]);
      }
      if (least >= limit) { // later rows cannot fall below this
        return limit;
      }
      int[] spare = beforeLast;
      beforeLast = last;
      last = row;
      row = spare;
    }
    return last[b.length()];
  }
}
