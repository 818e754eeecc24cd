package io.apibuddy.domain.replay;

import io.apibuddy.domain.cache.OwnKeyParts;
import io.apibuddy.domain.cache.QueryNormalizer;
import io.apibuddy.domain.routing.RequestTarget;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.store.StoredRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The first difference of two requests, in the order method, upstream, path, query, fields,
 * content. It names the place, never a value. The natural order puts the most similar requests
 * first: those that differ later.
 *
 * @param part the part of the request that differs
 * @param depth how much of that part is equal, in a unit of the part's own
 * @param place a description of the place for people
 */
public record RequestDifference(Part part, int depth, String place)
    implements Comparable<RequestDifference> {

  /** The parts of a request in the order in which they are compared. */
  public enum Part {
    /** The method. */
    METHOD,
    /** The base URL that the alias is mapped to. */
    UPSTREAM,
    /** The path, compared segment by segment. */
    PATH,
    /** The query, compared parameter by parameter. */
    QUERY,
    /** The fields that distinguish requests. */
    FIELDS,
    /** The content, compared byte by byte. */
    CONTENT,
    /** None of these: other parts that distinguish requests are not stored. */
    NONE
  }

  private static final String BODY_TYPE = OwnKeyParts.KEY_FIELD + "content-type";

  private static final Comparator<RequestDifference> NEAREST_FIRST =
      Comparator.comparing(RequestDifference::part)
          .thenComparingInt(RequestDifference::depth)
          .reversed();

  /**
   * Compares two requests, without credentials and the parts that the proxy adds to a key.
   *
   * @param credential tests, by its name in lower case, whether a field holds credentials
   */
  public static RequestDifference first(
      StoredRequest requested, StoredRequest stored, Predicate<String> credential) {
    if (!requested.method().equals(stored.method())) {
      return new RequestDifference(Part.METHOD, 0, "method");
    }
    if (!requested.upstream().equals(stored.upstream())) {
      return new RequestDifference(Part.UPSTREAM, 0, "upstream");
    }
    RequestDifference first = ofPath(requested.target(), stored.target());
    if (first == null) {
      first = ofNamed(Part.QUERY, "query parameter ", query(requested), query(stored));
    }
    if (first == null) {
      first =
          ofNamed(
              Part.FIELDS, "header ", fields(requested, credential), fields(stored, credential));
    }
    if (first == null) {
      first = ofContent(requested, stored);
    }
    return first == null
        ? new RequestDifference(Part.NONE, 0, "nothing that is stored of it")
        : first;
  }

  private static @Nullable RequestDifference ofPath(String requested, String stored) {
    String[] wanted = RequestTarget.pathOf(requested).split("/", -1);
    String[] found = RequestTarget.pathOf(stored).split("/", -1);
    int common = 0;
    while (common < Math.min(wanted.length, found.length) && wanted[common].equals(found[common])) {
      common++;
    }
    return common == wanted.length && common == found.length
        ? null
        : new RequestDifference(Part.PATH, common, "path segment " + common);
  }

  private static @Nullable RequestDifference ofNamed(
      Part part,
      String what,
      Map<String, List<String>> requested,
      Map<String, List<String>> stored) {
    Set<String> names = new TreeSet<>(requested.keySet());
    names.addAll(stored.keySet());
    int common = 0;
    for (String name : names) {
      List<String> wanted = requested.get(name);
      List<String> found = stored.get(name);
      if (wanted == null || !wanted.equals(found)) {
        String absent = wanted == null ? " (stored only)" : found == null ? " (not stored)" : "";
        return new RequestDifference(part, common, what + name + absent);
      }
      common++;
    }
    return null;
  }

  private static @Nullable RequestDifference ofContent(
      StoredRequest requested, StoredRequest stored) {
    if (requested.bodyDigest().equals(stored.bodyDigest())) {
      return null;
    }
    Body.Bytes wanted = requested.body();
    Body.Bytes found = stored.body();
    if (wanted == null || found == null) {
      return new RequestDifference(Part.CONTENT, 0, "body");
    }
    int common = wanted.buffer().mismatch(found.buffer());
    String pointer = JsonDifference.pointer(wanted, found);
    return new RequestDifference(
        Part.CONTENT, common, pointer == null || pointer.isEmpty() ? "body" : "body " + pointer);
  }

  /** Returns the raw pairs of each parameter, in their order. */
  private static Map<String, List<String>> query(StoredRequest request) {
    Map<String, List<String>> pairs = new TreeMap<>();
    String query = RequestTarget.split(request.target()).query();
    if (query != null) {
      for (String pair : query.split("&", -1)) {
        if (!QueryNormalizer.isMasked(pair)) {
          pairs.computeIfAbsent(QueryNormalizer.name(pair), name -> new ArrayList<>()).add(pair);
        }
      }
    }
    return pairs;
  }

  private static Map<String, List<String>> fields(
      StoredRequest request, Predicate<String> credential) {
    Map<String, List<String>> fields = new TreeMap<>();
    request
        .headers()
        .forEach(
            (name, value) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (lower.equals(BODY_TYPE)) {
                fields.put("content-type", List.of(value));
              } else if (!credential.test(lower) && !OwnKeyParts.isOwn(lower)) {
                fields.computeIfAbsent(lower, any -> new ArrayList<>()).add(value);
              }
            });
    return fields;
  }

  @Override
  public int compareTo(RequestDifference other) {
    return NEAREST_FIRST.compare(this, other);
  }
}
