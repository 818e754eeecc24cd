package io.apibuddy.domain.replay;

import io.apibuddy.domain.cache.QueryNormalizer;
import io.apibuddy.ports.http.Headers;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes from a response's fields the credentials that an upstream may have given its client: in
 * cookies, in fields with the usual names of credentials, and in the queries of references.
 * Immutable.
 */
public final class PortableFields {
  /** The query of a reference; a field may hold several references. */
  private static final Pattern QUERY = Pattern.compile("(?<=\\?)[^#>\\s]+");

  private static final Set<String> REFERENCES =
      Set.of(
          "location",
          "content-location",
          "operation-location",
          "azure-asyncoperation",
          "x-goog-upload-url",
          "x-goog-upload-control-url",
          "link",
          "refresh",
          "referer");

  private final QueryNormalizer queries;

  /**
   * Creates a filter.
   *
   * @param credentialQueryParams the names of query parameters that hold credentials, as in {@code
   *     ProxyConfiguration}
   */
  public PortableFields(Set<String> credentialQueryParams) {
    queries = new QueryNormalizer(false, Set.of(), credentialQueryParams);
  }

  /** Returns whether fields with a name hold references. */
  public static boolean holdsReferences(String name) {
    return REFERENCES.contains(name.toLowerCase(Locale.ROOT));
  }

  /**
   * Returns the fields that may leave the store.
   *
   * @param credential tests, by its name in lower case, whether a field holds credentials
   */
  public Headers of(Headers response, Predicate<String> credential) {
    Headers.Builder fields = Headers.builder();
    response.forEach(
        (name, value) -> {
          if (!isCookie(name) && !credential.test(name.toLowerCase(Locale.ROOT))) {
            fields.add(name, holdsReferences(name) ? masked(value) : value);
          }
        });
    return fields.build();
  }

  private String masked(String references) {
    return QUERY
        .matcher(references)
        .replaceAll(query -> Matcher.quoteReplacement(String.valueOf(queries.mask(query.group()))));
  }

  /** Returns whether fields with a name set cookies. */
  public static boolean isCookie(String name) {
    return name.equalsIgnoreCase("Set-Cookie") || name.equalsIgnoreCase("Set-Cookie2");
  }
}
