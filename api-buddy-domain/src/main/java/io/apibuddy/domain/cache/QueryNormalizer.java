package io.apibuddy.domain.cache;

import io.apibuddy.domain.routing.PercentEncoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Normalizes queries for the cache key: pairs are sorted by name, pairs of the same name keep their
 * order however the name is encoded, each pair keeps its raw text, ignored ones are left out, and
 * credentials are masked and returned separately. Immutable.
 */
public final class QueryNormalizer {

  private static final String MASK = "***";

  /**
   * A pair of a query, with the indexes of its text.
   *
   * @param name the name as it is written
   * @param read the name percent-decoded
   * @param parameter the name as the upstream reads it, with plus signs as spaces, too
   */
  private record Pair(
      String name, String read, String parameter, int start, int end, boolean secret) {

    boolean isEncoded() {
      return read.length() != name.length();
    }
  }

  private static final Comparator<Pair> BY_NAME = Comparator.comparing(Pair::name);
  private static final Comparator<Pair> BY_PARAMETER = Comparator.comparing(Pair::parameter);

  /** What stands for octets that are not in UTF-8. */
  private static final char REPLACEMENT = '\uFFFD';

  private final boolean sorting;
  private final Set<String> ignored;
  private final NamePatterns credentials;

  /**
   * Creates a normalizer.
   *
   * @param sorting whether pairs are sorted by name
   * @param ignored the names of parameters to leave out, however they are percent-encoded
   * @param credentialParams the names of parameters that hold credentials
   */
  public QueryNormalizer(boolean sorting, Set<String> ignored, Set<String> credentialParams) {
    this.sorting = sorting;
    this.ignored =
        ignored.stream()
            .map(name -> readable(name, parameter(name, PercentEncoding.decoded(name))))
            .collect(Collectors.toUnmodifiableSet());
    this.credentials = new NamePatterns(credentialParams);
  }

  /** A normalized query, whose texts are made on demand. */
  public static final class NormalizedQuery {
    private final @Nullable String query;
    private final List<Pair> pairs;

    private NormalizedQuery(@Nullable String query, List<Pair> pairs) {
      this.query = query;
      this.pairs = pairs;
    }

    /** Returns the raw text, credentials masked; null if nothing is left or there was no query. */
    public @Nullable String text() {
      if (query == null || query.isEmpty()) {
        return query;
      }
      return pairs.isEmpty() ? null : shown(query, pairs);
    }

    /** Returns a path with this query, as it stands in keys. */
    String appendTo(String path) {
      if (query == null || (pairs.isEmpty() && !query.isEmpty())) {
        return path;
      }
      if (isWhole(query, pairs)) {
        return path + '?' + query;
      }
      StringBuilder target = new StringBuilder(path.length() + 1 + query.length());
      write(query, pairs, target.append(path).append('?'));
      return target.toString();
    }

    /** Returns the raw pairs that were masked, each followed by an ampersand; empty if none was. */
    public String credentials() {
      return query == null ? "" : secrets(query, pairs);
    }
  }

  /** Returns the normalized form of a raw query, which is null if there is no query. */
  public NormalizedQuery normalize(@Nullable String query) {
    if (query == null || query.isEmpty()) {
      return new NormalizedQuery(query, List.of());
    }
    List<Pair> pairs = pairs(query);
    if (!ignored.isEmpty()) {
      pairs.removeIf(pair -> isIgnored(pair) && !isSeveral(query, pair));
    }
    if (sorting) {
      sort(pairs);
    }
    return new NormalizedQuery(query, pairs);
  }

  private boolean isIgnored(Pair pair) {
    return ignored.contains(readable(pair.name(), pair.parameter()));
  }

  /** Returns the decoded name, or the raw one if that is not in UTF-8: others would look alike. */
  private static String readable(String name, String parameter) {
    return parameter.indexOf(REPLACEMENT) < 0 ? parameter : name;
  }

  /** Returns whether some servers read a pair as several, since they also split at semicolons. */
  private static boolean isSeveral(String query, Pair pair) {
    int semicolon = query.indexOf(';', pair.start());
    return semicolon >= 0 && semicolon < pair.end();
  }

  /** Sorts by name; a name that is encoded in several ways has the place of its first spelling. */
  private static void sort(List<Pair> pairs) {
    boolean encoded = false;
    for (Pair pair : pairs) {
      encoded |= pair.isEncoded();
    }
    if (encoded && pairs.size() > 1 && areSpelledDifferently(pairs)) {
      sortSpellings(pairs);
    } else {
      pairs.sort(BY_NAME);
    }
  }

  /** Returns whether a name has two spellings, which are neighbours once sorted by parameter. */
  private static boolean areSpelledDifferently(List<Pair> pairs) {
    Pair[] sorted = pairs.toArray(new Pair[0]);
    Arrays.sort(sorted, BY_PARAMETER);
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i].parameter().equals(sorted[i - 1].parameter())
          && !sorted[i].name().equals(sorted[i - 1].name())) {
        return true;
      }
    }
    return false;
  }

  private static void sortSpellings(List<Pair> pairs) {
    Map<String, String> first = new HashMap<>();
    for (Pair pair : pairs) {
      first.merge(
          pair.parameter(), pair.name(), (one, other) -> one.compareTo(other) <= 0 ? one : other);
    }
    pairs.sort(Comparator.comparing(pair -> first.getOrDefault(pair.parameter(), pair.name())));
  }

  /** Returns the normalized form of a raw query without its credentials. */
  public @Nullable String withoutCredentials(@Nullable String query) {
    if (query == null || query.isEmpty()) {
      return query;
    }
    List<Pair> pairs = pairs(query);
    pairs.removeIf(Pair::secret);
    return pairs.isEmpty() ? null : normalize(shown(query, pairs)).text();
  }

  /** Returns a raw query with credentials masked and nothing else changed. */
  public @Nullable String mask(@Nullable String query) {
    return query == null || query.isEmpty() ? query : shown(query, pairs(query));
  }

  private List<Pair> pairs(String query) {
    List<Pair> pairs = new ArrayList<>(4);
    for (int start = 0, end; start <= query.length(); start = end + 1) {
      int ampersand = query.indexOf('&', start);
      end = ampersand < 0 ? query.length() : ampersand;
      int equals = start;
      while (equals < end && query.charAt(equals) != '=') {
        equals++;
      }
      String name = query.substring(start, equals);
      String read = PercentEncoding.decoded(name);
      pairs.add(new Pair(name, read, parameter(name, read), start, end, isCredential(read)));
    }
    return pairs;
  }

  /** Returns a pair's name as the upstream reads it. */
  private static String parameter(String name, String read) {
    return name.indexOf('+') < 0 ? read : PercentEncoding.decoded(name.replace('+', ' '));
  }

  /** Returns the text of some pairs, credentials masked. */
  private static String shown(String query, List<Pair> pairs) {
    if (isWhole(query, pairs)) {
      return query;
    }
    StringBuilder text = new StringBuilder(query.length());
    write(query, pairs, text);
    return text.toString();
  }

  private static void write(String query, List<Pair> pairs, StringBuilder text) {
    String separator = "";
    for (Pair pair : pairs) {
      text.append(separator);
      if (pair.secret()) {
        text.append(pair.name()).append('=').append(MASK);
      } else {
        text.append(query, pair.start(), pair.end());
      }
      separator = "&";
    }
  }

  /** Returns whether the pairs are the whole query as it is, so that no text has to be made. */
  private static boolean isWhole(String query, List<Pair> pairs) {
    int next = 0;
    for (Pair pair : pairs) {
      if (pair.start() != next || pair.secret()) {
        return false;
      }
      next = pair.end() + 1;
    }
    return next > query.length() || query.isEmpty();
  }

  private static String secrets(String query, List<Pair> pairs) {
    StringBuilder secrets = null;
    for (Pair pair : pairs) {
      if (pair.secret()) {
        secrets = secrets == null ? new StringBuilder() : secrets;
        secrets.append(query, pair.start(), pair.end()).append('&');
      }
    }
    return secrets == null ? "" : secrets.toString();
  }

  /** The decoded name decides, since that is what the upstream reads. */
  private boolean isCredential(String read) {
    return credentials.match(read.toLowerCase(Locale.ROOT));
  }

  /** Returns whether a pair is a masked credential. */
  public static boolean isMasked(String pair) {
    return pair.endsWith('=' + MASK);
  }

  /** Returns the name in a raw pair. */
  public static String name(String pair) {
    int equals = pair.indexOf('=');
    return equals < 0 ? pair : pair.substring(0, equals);
  }
}
