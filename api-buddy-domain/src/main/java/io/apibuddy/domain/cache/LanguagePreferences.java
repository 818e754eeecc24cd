package io.apibuddy.domain.cache;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Normalizes {@code Accept-Language} (RFC 9110 section 12.5.4). Case does not count. The order
 * counts only among languages of the same weight, where some servers go by it.
 */
final class LanguagePreferences {
  private static final Pattern MEMBER =
      Pattern.compile("([a-z0-9*-]+)(?:[ \\t]*;[ \\t]*q=(0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?))?");

  private LanguagePreferences() {}

  /** A language range and its weight in thousandths. */
  private record Preference(String range, int weight) {
    @Override
    public String toString() {
      return weight == 1000 ? range : range + ";q=" + weight;
    }
  }

  /**
   * Returns the normalized form of a field value; the value itself if it is malformed.
   *
   * @param value the value, without white space around its commas
   */
  static String normalized(String value) {
    List<Preference> preferences = new ArrayList<>();
    for (String text : value.toLowerCase(Locale.ROOT).split(",", -1)) {
      Matcher member = MEMBER.matcher(text);
      if (!member.matches()) {
        return value;
      }
      String weight = member.group(2);
      preferences.add(
          new Preference(
              member.group(1),
              weight == null ? 1000 : (int) Math.round(Double.parseDouble(weight) * 1000)));
    }
    preferences.sort(Comparator.comparingInt(Preference::weight).reversed());
    return preferences.stream().map(Preference::toString).collect(Collectors.joining(","));
  }
}
