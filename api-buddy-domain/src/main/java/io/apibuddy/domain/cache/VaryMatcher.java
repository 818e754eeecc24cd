package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.UnsentFields;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.StoredResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares the fields that {@code Vary} names in a request with those of a stored response's
 * request (RFC 9111 section 4.1), and so distinguishes the variants under one key.
 */
public final class VaryMatcher {
  private VaryMatcher() {}

  /** Returns whether {@code Vary} contains an asterisk, so that the response matches no request. */
  public static boolean variesOnEverything(Headers response) {
    return response.elements("Vary").contains("*");
  }

  /**
   * Returns the fields of a request that a response's {@code Vary} names, with names in lower case
   * and credentials as fingerprints; absent fields are left out. The first field is the one that
   * distinguishes recordings of different credentials, if there is one.
   */
  public static Headers nominated(Headers response, CacheLookup lookup) {
    Set<String> names = distinguishing(response);
    if (names.isEmpty() && lookup.credential().isEmpty()) {
      return Headers.EMPTY;
    }
    Headers.Builder nominated = Headers.builder();
    if (!lookup.credential().isEmpty()) {
      nominated.add(OwnKeyParts.CREDENTIAL_FIELD, lookup.credential());
    }
    for (String name : names) {
      String value = name.equals("*") ? null : value(name, lookup);
      if (value != null) {
        nominated.add(name, value);
      }
    }
    return nominated.build();
  }

  /** Returns whether a response's {@code Vary} distinguishes two requests with the same key. */
  public static boolean distinguishes(Headers response, CacheLookup one, CacheLookup other) {
    return !nominated(response, one).equals(nominated(response, other));
  }

  /**
   * Returns the variant of a response, which distinguishes it from others under the same key; a
   * part of a representation has another one than the whole.
   *
   * @param nominated the request's fields by {@link #nominated}
   */
  public static String variant(Headers nominated, ResponseHead response) {
    StringBuilder text = new StringBuilder();
    if (response.status() == 206) {
      text.append(response.headers().joined("Content-Range")).append('\n');
    }
    nominated.forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
    return text.toString();
  }

  /**
   * Returns the stored responses that match a request and contain what it asks for, the one to be
   * used first: one with a {@code Vary} before one without, then the latest by {@code Date}.
   *
   * @param candidates the responses stored under the request's key, the latest first
   */
  public static List<StoredResponse> choose(List<StoredResponse> candidates, CacheLookup lookup) {
    if (candidates.size() == 1) { // nearly always
      return mayAnswer(candidates.get(0), lookup) ? candidates : List.of();
    }
    List<StoredResponse> matching = new ArrayList<>(candidates.size());
    for (StoredResponse candidate : candidates) {
      if (mayAnswer(candidate, lookup)) {
        matching.add(candidate);
      }
    }
    if (matching.size() > 1) {
      matching.sort(
          Comparator.comparing((StoredResponse one) -> !hasVary(one))
              .thenComparing(one -> StoredFacts.of(one).dateValue(), Comparator.reverseOrder()));
    }
    return matching;
  }

  /** Returns whether a stored response has variants; one that does goes first. */
  static boolean hasVary(StoredResponse stored) {
    return !names(stored.response().headers()).isEmpty();
  }

  /** Returns whether a response {@link #matches} and contains all that the request asks for. */
  static boolean mayAnswer(StoredResponse stored, CacheLookup lookup) {
    return mayAnswer(stored, lookup, name -> false);
  }

  /** Returns the same, some fields in {@code Vary} being ignored, see {@link #matches}. */
  static boolean mayAnswer(StoredResponse stored, CacheLookup lookup, Predicate<String> ignored) {
    return matches(stored, lookup, ignored) && RangeEvaluator.mayAnswer(lookup, stored);
  }

  /** Returns whether a request has the values that a stored response's {@code Vary} demands. */
  public static boolean matches(StoredResponse stored, CacheLookup lookup) {
    return matches(stored, lookup, name -> false);
  }

  /**
   * Returns the same, without some of the fields in {@code Vary}.
   *
   * @param ignored tests, by its name in lower case, whether a field is ignored
   */
  static boolean matches(StoredResponse stored, CacheLookup lookup, Predicate<String> ignored) {
    Headers then = stored.request().headers();
    for (String name : StoredFacts.of(stored).vary()) {
      if (ignored.test(name)) {
        continue;
      }
      if (name.equals("*")) {
        return false;
      }
      String before = then.joined(name);
      String now = value(name, lookup);
      boolean same = before == null ? now == null : before.equals(now);
      if (!same
          && !isIgnoredCredential(name, stored, lookup)
          && !isForReader(name, now, stored.response().headers())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIgnoredCredential(
      String name, StoredResponse stored, CacheLookup lookup) {
    return lookup.fingerprints().isCredential(name) && RecordedCredential.isForAny(stored);
  }

  /**
   * Returns whether the request may have a response that varies on {@code Origin} without saying
   * so: it comes from the origin whose scripts may read the response, or from none.
   */
  private static boolean isForReader(String name, @Nullable String now, Headers response) {
    return name.equals("origin")
        && (now == null || now.equals(normalized(reader(response))))
        && response.elements("Vary").stream().noneMatch(name::equalsIgnoreCase);
  }

  /** Returns a response's {@code Access-Control-Allow-Origin}, an asterisk if it has none. */
  private static String reader(Headers response) {
    String reader = response.first("Access-Control-Allow-Origin");
    return reader == null ? "*" : reader;
  }

  /** Returns whether a stored response's {@code Vary} has all the names of a later one. */
  static boolean coversVary(StoredResponse stored, Headers later) {
    return StoredFacts.of(stored).vary().containsAll(distinguishing(later));
  }

  private static @Nullable String value(String name, CacheLookup lookup) {
    if (name.equals("accept-encoding")) {
      return AcceptedCoding.of(lookup.headers()).token();
    }
    String joined = lookup.headers().joined(name);
    if (joined == null) {
      return null;
    }
    String value = name.equals("cookie") ? LoadBalancerCookies.removedFrom(joined) : joined;
    if (value.isEmpty() && !joined.isEmpty()) {
      return null;
    }
    if (lookup.fingerprints().isCredential(name)) {
      return lookup.fingerprints().of(value);
    }
    String normalized = normalized(value);
    return name.equals("accept-language") ? LanguagePreferences.normalized(normalized) : normalized;
  }

  /**
   * White space around the members of a list has no meaning (RFC 9110 section 5.6.1), but it does
   * within a quoted string.
   */
  private static String normalized(String value) {
    String trimmed = value.trim();
    return trimmed.indexOf(',') < 0 || trimmed.indexOf('"') >= 0
        ? trimmed
        : Arrays.stream(trimmed.split(",", -1)).map(String::trim).collect(Collectors.joining(","));
  }

  /** Returns those of {@link #names} that distinguish variants: fields that are sent upstream. */
  static Set<String> distinguishing(Headers response) {
    Set<String> names = names(response);
    return names.isEmpty() ? names : UnsentFields.removedFrom(names);
  }

  /**
   * Returns the names in a response's {@code Vary}, in lower case. {@code Origin} is one of them if
   * the scripts of one origin alone may read the response, because many servers that give that
   * permission to any origin forget to say so.
   */
  public static Set<String> names(Headers response) {
    List<String> nominated = response.elements("Vary");
    boolean isForOneOrigin = !reader(response).trim().equals("*");
    if (nominated.isEmpty() && !isForOneOrigin) {
      return Set.of();
    }
    Set<String> names = new LinkedHashSet<>();
    for (String name : nominated) {
      names.add(name.toLowerCase(Locale.ROOT));
    }
    if (isForOneOrigin) {
      names.add("origin");
    }
    return names;
  }
}
