package io.apibuddy.domain.cache;

import io.apibuddy.domain.routing.PercentEncoding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings a query into the form that the key is made from: pairs sorted by name, repeated names in
 * their order, each pair's raw text kept, ignored ones left out, credentials taken out and masked.
 * Immutable.
 */
public final class QueryNormalizer {

  private static final String MASK = "***";

  private final boolean sorting;
  private final Set<String> ignored;
  private final NamePatterns credentials;

  /**
   * Makes a normaliser; names that do not count are compared in their raw form.
   *
   * @param sorting whether the order of names does not count
   */
  public QueryNormalizer(boolean sorting, Set<String> ignored, Set<String> credentialParams) {
    this.sorting = sorting;
    this.ignored = Set.copyOf(ignored);
    this.credentials = new NamePatterns(credentialParams);
  }

  /**
   * A query in its normal form.
   *
   * @param text the raw text for the key, null if nothing is left and there was none to begin with
   * @param credentials the raw values that were masked, in the order of their names, empty if none
   */
  public record NormalQuery(@Nullable String text, String credentials) {}

  /** Returns the normal form of a raw query, null standing for no query. */
  public NormalQuery normalize(@Nullable String query) {
    if (query == null || query.isEmpty()) {
      return new NormalQuery(query, "");
    }
    if (query.indexOf('&') < 0 && !ignored.contains(name(query)) && !isCredential(name(query))) {
      return new NormalQuery(query, "");
    }
    List<String> pairs = new ArrayList<>(List.of(query.split("&", -1)));
    pairs.removeIf(pair -> !ignored.isEmpty() && ignored.contains(name(pair)));
    if (sorting) {
      pairs.sort(Comparator.comparing(QueryNormalizer::name));
    }
    StringBuilder secret = new StringBuilder();
    for (int i = 0; i < pairs.size(); i++) {
      String name = name(pairs.get(i));
      if (isCredential(name)) {
        secret.append(pairs.get(i)).append('&');
        pairs.set(i, name + '=' + MASK);
      }
    }
    return new NormalQuery(pairs.isEmpty() ? null : String.join("&", pairs), secret.toString());
  }

  /** Returns the normal form of what is left of a raw query without credentials. */
  public @Nullable String withoutCredentials(@Nullable String query) {
    if (query == null || query.isEmpty()) {
      return query;
    }
    List<String> pairs = new ArrayList<>(List.of(query.split("&", -1)));
    pairs.removeIf(pair -> isCredential(name(pair)));
    return pairs.isEmpty() ? null : normalize(String.join("&", pairs)).text();
  }

  /** Returns a raw query with credentials masked and nothing else changed. */
  public @Nullable String mask(@Nullable String query) {
    if (query == null || query.isEmpty()) {
      return query;
    }
    StringBuilder masked = new StringBuilder(query.length() + 1);
    for (String pair : query.split("&", -1)) {
      String name = name(pair);
      masked.append('&').append(isCredential(name) ? name + '=' + MASK : pair);
    }
    return masked.substring(1);
  }

  /** However a name is spelled: the upstream reads it percent-decoded. */
  private boolean isCredential(String name) {
    return credentials.match(PercentEncoding.decoded(name).toLowerCase(Locale.ROOT));
  }

  /** Returns whether a pair stands for a credential that was taken out. */
  public static boolean isMasked(String pair) {
    return pair.endsWith('=' + MASK);
  }

  /** Returns the name in a raw pair. */
  public static String name(String pair) {
    int equals = pair.indexOf('=');
    return equals < 0 ? pair : pair.substring(0, equals);
  }
}
