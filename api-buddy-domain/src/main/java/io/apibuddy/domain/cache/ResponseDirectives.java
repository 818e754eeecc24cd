package io.apibuddy.domain.cache;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.Token;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A response's cache directives for a shared cache (RFC 9111 section 5.2.2). A valid {@code
 * CDN-Cache-Control} takes the place of {@code Cache-Control} and {@code Expires} (RFC 9213 section
 * 2.2). Immutable.
 *
 * @param control the directives
 * @param targeted whether they come from the targeted field
 */
record ResponseDirectives(CacheControl control, boolean targeted) {

  /** No directives. */
  static final ResponseDirectives NONE = new ResponseDirectives(CacheControl.NONE, false);

  private static final String TARGETED_FIELD = "CDN-Cache-Control";

  static ResponseDirectives of(Headers response) {
    String targeted = response.joined(TARGETED_FIELD);
    if (targeted != null) {
      Map<String, String> members = StructuredDictionary.parse(targeted);
      if (members != null && !members.isEmpty()) {
        return new ResponseDirectives(CacheControl.of(directives(members)), true);
      }
    }
    return new ResponseDirectives(CacheControl.of(response), false);
  }

  /**
   * Leaves out members that are false and gives true ones no argument. Other values keep their
   * form, so that a number in quotes is not a number.
   */
  private static Map<String, String> directives(Map<String, String> members) {
    Map<String, String> directives = new HashMap<>();
    members.forEach(
        (name, value) -> {
          if (!value.equals("?0")) {
            directives.put(name, value.equals("?1") ? "" : value);
          }
        });
    return directives;
  }

  boolean noStore() {
    return control.has("no-store");
  }

  /** Returns whether the whole response is for a single user. */
  boolean isPrivate() {
    return isUnqualified(control.argument("private"));
  }

  boolean isPublic() {
    return control.has("public");
  }

  /** Returns whether it must be validated before each use. */
  boolean noCache() {
    return isUnqualified(control.argument("no-cache"));
  }

  boolean mustUnderstand() {
    return control.has("must-understand");
  }

  boolean immutable() {
    return control.has("immutable");
  }

  /** Returns whether a shared cache must never use it stale (sections 4.2.4 and 5.2.2.10). */
  boolean mustRevalidate() {
    return control.has("must-revalidate")
        || control.has("proxy-revalidate")
        || control.has("s-maxage")
        || control.has("no-cache");
  }

  /** Returns whether it may be stored although its request had credentials (section 3.5). */
  boolean allowsAuthorized() {
    return control.has("must-revalidate") || isPublic() || control.has("s-maxage");
  }

  /**
   * Returns the lifetime in seconds that the directives give a shared cache; zero if it is invalid,
   * empty if they give none (sections 4.2.1 and 5.2.2.10).
   */
  OptionalLong lifetimeSeconds() {
    for (String directive : new String[] {"s-maxage", "max-age"}) {
      if (control.has(directive)) {
        return OptionalLong.of(control.seconds(directive).orElse(0));
      }
    }
    return OptionalLong.empty();
  }

  /** Returns how long the response may be used stale while it is validated (RFC 5861). */
  Duration staleWhileRevalidate() {
    return Duration.ofSeconds(control.seconds("stale-while-revalidate").orElse(0));
  }

  /** Returns how long the response may be used stale in place of an error (RFC 5861). */
  Duration staleIfError() {
    return Duration.ofSeconds(control.seconds("stale-if-error").orElse(0));
  }

  /**
   * Returns the names, in lower case, of the fields that the qualified forms of {@code no-cache}
   * and {@code private} keep out of a shared cache.
   */
  Set<String> withheldFields() {
    Set<String> names = new LinkedHashSet<>(fieldNames(control.argument("no-cache")));
    names.addAll(fieldNames(control.argument("private")));
    return names;
  }

  /** A directive whose argument is not a list of field names applies to the whole response. */
  private static boolean isUnqualified(@Nullable String argument) {
    return argument != null && fieldNames(argument).isEmpty();
  }

  /** Returns the field names in a list, quoted or not; none if the list contains anything else. */
  private static Set<String> fieldNames(@Nullable String argument) {
    if (argument == null) {
      return Set.of();
    }
    boolean quoted = argument.length() > 1 && argument.startsWith("\"") && argument.endsWith("\"");
    String list = quoted ? argument.substring(1, argument.length() - 1) : argument;
    Set<String> names = new LinkedHashSet<>();
    for (String name : list.split(",", -1)) {
      String trimmed = name.trim();
      if (!trimmed.isEmpty() && !Token.is(trimmed)) {
        return Set.of();
      }
      if (!trimmed.isEmpty()) {
        names.add(trimmed.toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }
}
