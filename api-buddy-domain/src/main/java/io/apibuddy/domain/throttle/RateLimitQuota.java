package io.apibuddy.domain.throttle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A quota in an upstream's {@code RateLimit} field. Both forms of
 * draft-ietf-httpapi-ratelimit-headers are read: a list such as {@code "default";r=0;t=30}, whose
 * limits are in {@code RateLimit-Policy}, and the dictionary {@code limit=100, remaining=0,
 * reset=30} of revisions before 08.
 *
 * @param remaining what is left of the quota, as received
 * @param reset the seconds until it is reset, as received; null if absent
 * @param limit the whole of the quota, as received; null if absent
 */
record RateLimitQuota(String remaining, @Nullable String reset, @Nullable String limit) {

  /**
   * Returns the quotas in the value of a field; none if it cannot be read.
   *
   * @param policy the value of {@code RateLimit-Policy}, empty if there is none
   */
  static List<RateLimitQuota> of(String field, String policy) {
    Map<String, String> limits = limits(policy);
    List<RateLimitQuota> members = new ArrayList<>();
    Map<String, String> dictionary = new LinkedHashMap<>();
    for (String member : split(field, ',')) {
      List<String> pieces = split(member, ';');
      Map<String, String> parameters = pairs(pieces.subList(1, pieces.size()));
      String remaining = parameters.get("r");
      if (remaining != null) {
        members.add(new RateLimitQuota(remaining, parameters.get("t"), limits.get(pieces.get(0))));
      }
      dictionary.putAll(pairs(pieces.subList(0, 1)));
    }
    String remaining = dictionary.get("remaining");
    if (remaining != null) {
      members.add(new RateLimitQuota(remaining, dictionary.get("reset"), dictionary.get("limit")));
    }
    return members;
  }

  /** Returns the limits by the names of their quotas. */
  private static Map<String, String> limits(String policy) {
    Map<String, String> limits = new LinkedHashMap<>();
    for (String member : split(policy, ',')) {
      List<String> pieces = split(member, ';');
      String limit = pairs(pieces).get("q");
      if (limit != null) {
        limits.put(pieces.get(0), limit);
      }
    }
    return limits;
  }

  private static Map<String, String> pairs(List<String> texts) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals > 0 && !text.startsWith("\"")) {
        pairs.put(text.substring(0, equals).trim(), text.substring(equals + 1).trim());
      }
    }
    return pairs;
  }

  /** Splits a text at separators outside of quoted strings. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quoted) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(start, i).trim());
        start = i + 1;
      }
    }
    parts.add(text.substring(start).trim());
    return parts;
  }
}
