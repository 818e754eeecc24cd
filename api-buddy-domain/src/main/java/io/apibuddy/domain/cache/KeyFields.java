package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.KeyConfiguration;
import io.apibuddy.ports.http.Headers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which fields of a request take part in its key, and as what. Safe for concurrent use. */
final class KeyFields {

  private enum Role {
    SELECTED,
    CREDENTIAL,
    NONE
  }

  /** How many names are remembered; clients use few. */
  private static final int REMEMBERED = 1024;

  private static final NamePatterns NEVER =
      new NamePatterns(List.of("x-stainless-*", "x-api-buddy-*", "sec-*", "user-agent"));

  /** Parts of the key in their own right. */
  private static final Set<String> ELSEWHERE = Set.of("content-type", "accept-encoding");

  private final NamePatterns selected;
  private final Set<String> credentials;
  private final Map<String, Role> roles = new ConcurrentHashMap<>();

  KeyFields(KeyConfiguration configuration) {
    this.selected = new NamePatterns(configuration.headers());
    this.credentials =
        configuration.credentialHeaders().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Appends the fields that separate answers, sorted by name: name, value, name, value...
   *
   * @return the text that a request's credential fields come down to, empty if it has none
   */
  String collect(Headers headers, Collection<String> parts) {
    List<String[]> found = null;
    Map<String, String> secrets = null;
    for (int i = 0; i < headers.size(); i++) {
      Role role = role(headers.name(i));
      if (role == Role.SELECTED) {
        found = found == null ? new ArrayList<>() : found;
        found.add(new String[] {headers.name(i).toLowerCase(Locale.ROOT), headers.value(i)});
      } else if (role == Role.CREDENTIAL) {
        secrets = secrets == null ? new TreeMap<>() : secrets;
        secrets.merge(
            headers.name(i).toLowerCase(Locale.ROOT),
            headers.value(i),
            (one, other) -> one + '\n' + other);
      }
    }
    if (found != null) {
      found.sort(Comparator.comparing(field -> field[0]));
      found.forEach(field -> parts.addAll(List.of(field)));
    }
    return text(secrets);
  }

  private static String text(@Nullable Map<String, String> secrets) {
    if (secrets == null) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    secrets.forEach((name, value) -> text.append(name).append('\n').append(value).append('\0'));
    return text.toString();
  }

  private Role role(String name) {
    Role known = roles.get(name);
    if (known == null) {
      known = find(name.toLowerCase(Locale.ROOT));
      if (roles.size() < REMEMBERED) {
        roles.put(name, known);
      }
    }
    return known;
  }

  private Role find(String name) {
    if (credentials.contains(name)) {
      return Role.CREDENTIAL;
    }
    boolean counts = selected.match(name) && !NEVER.match(name) && !ELSEWHERE.contains(name);
    return counts ? Role.SELECTED : Role.NONE;
  }
}
