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
 * Whether the fields that a stored response's {@code Vary} names have the same values now as then
 * (RFC 9111 section 4.1), and how responses under one key are told apart by them.
 */
public final class VaryMatcher {
  private VaryMatcher() {}

  /** Returns whether {@code Vary} holds an asterisk: such a response matches no request. */
  public static boolean variesOnEverything(Headers response) {
    return response.elements("Vary").contains("*");
  }

  /**
   * Returns the fields of a request that a response's {@code Vary} names, with names in lower case,
   * credentials as fingerprints; a field that is absent has no line. Before them stands what keeps
   * recordings of different credentials apart.
   */
  public static Headers nominated(Headers response, CacheLookup lookup) {
    Set<String> names = telling(response);
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

  /** Returns whether a response's {@code Vary} tells two requests with an equal key apart. */
  public static boolean tellsApart(Headers response, CacheLookup one, CacheLookup other) {
    return !nominated(response, one).equals(nominated(response, other));
  }

  /**
   * Returns what tells responses under one key apart; parts of a representation stand beside the
   * whole one.
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
   * Returns the stored responses that may answer a request, as far as selection goes, the one to be
   * used first: one that has a {@code Vary} goes before one that fails to tell its variants apart,
   * then the latest by {@code Date}.
   *
   * @param candidates what is stored under the request's key, the latest first
   */
  public static List<StoredResponse> choose(List<StoredResponse> candidates, CacheLookup lookup) {
    if (candidates.size() == 1) { // as it is nearly always
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
          Comparator.comparing((StoredResponse one) -> !isToldApart(one))
              .thenComparing(one -> StoredFacts.of(one).dateValue(), Comparator.reverseOrder()));
    }
    return matching;
  }

  /** Returns whether a stored response says that it has variants; one that does goes first. */
  static boolean isToldApart(StoredResponse stored) {
    return stored.response().headers().contains("Vary");
  }

  /** Returns the same as {@link #matches}, and whether the response has all that is asked for. */
  static boolean mayAnswer(StoredResponse stored, CacheLookup lookup) {
    return mayAnswer(stored, lookup, name -> false);
  }

  /** Returns the same as if {@code Vary} did not name some fields, see {@link #matches}. */
  static boolean mayAnswer(StoredResponse stored, CacheLookup lookup, Predicate<String> ignored) {
    return matches(stored, lookup, ignored) && RangeEvaluator.mayAnswer(lookup, stored);
  }

  /** Returns whether a stored response may answer a request, as far as selection goes. */
  public static boolean matches(StoredResponse stored, CacheLookup lookup) {
    return matches(stored, lookup, name -> false);
  }

  /**
   * Returns the same as if {@code Vary} did not name some fields.
   *
   * @param ignored which, by their names in lower case
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
      if (!same && !countsForNothing(name, stored, lookup)) {
        return false;
      }
    }
    return true;
  }

  private static boolean countsForNothing(String name, StoredResponse stored, CacheLookup lookup) {
    return lookup.fingerprints().isCredential(name) && RecordingPolicy.isForEveryCredential(stored);
  }

  /** Returns whether a stored response's request tells all that a later {@code Vary} names. */
  static boolean knows(StoredResponse stored, Headers later) {
    return StoredFacts.of(stored).vary().containsAll(telling(later));
  }

  private static @Nullable String value(String name, CacheLookup lookup) {
    if (name.equals("accept-encoding")) {
      return AcceptedCoding.of(lookup.headers()).token();
    }
    String joined = lookup.headers().joined(name);
    if (joined == null) {
      return null;
    }
    String value = name.equals("cookie") ? BalancerCookies.removedFrom(joined) : joined;
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
   * White space around the members of a list has no meaning (RFC 9110 section 5.6.1); within a
   * quoted string it has.
   */
  private static String normalized(String value) {
    String trimmed = value.trim();
    return trimmed.indexOf(',') < 0 || trimmed.indexOf('"') >= 0
        ? trimmed
        : Arrays.stream(trimmed.split(",", -1)).map(String::trim).collect(Collectors.joining(","));
  }

  /** Returns those of {@link #names} by whose values variants are told apart. */
  static Set<String> telling(Headers response) {
    Set<String> names = names(response);
    return names.isEmpty() ? names : UnsentFields.removedFrom(names);
  }

  /** Returns the names in a response's {@code Vary}, in lower case. */
  public static Set<String> names(Headers response) {
    List<String> nominated = response.elements("Vary");
    if (nominated.isEmpty()) {
      return Set.of();
    }
    Set<String> names = new LinkedHashSet<>();
    for (String name : nominated) {
      names.add(name.toLowerCase(Locale.ROOT));
    }
    return names;
  }
}
