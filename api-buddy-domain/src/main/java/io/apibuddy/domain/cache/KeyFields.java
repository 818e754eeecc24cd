package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.KeyConfiguration;
import io.apibuddy.domain.config.UnkeyedFields;
import io.apibuddy.domain.config.UnsentFields;
import io.apibuddy.ports.http.Headers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Determines the role of a request's fields in the cache key. Safe for concurrent use. */
final class KeyFields {

  private enum Role {
    SELECTED,
    CREDENTIAL,
    NONE
  }

  /** The role and the lower case form of a name as it was written. */
  private record ClassifiedName(Role role, String lowerCaseName) {}

  /** Fields that are other parts of the key. */
  private static final Set<String> OTHER_KEY_PARTS = Set.of("content-type", "accept-encoding");

  private final NamePatterns selected;
  private final CredentialNames credentials;
  private final MemoizedFunction<ClassifiedName> names = new MemoizedFunction<>(this::known);

  KeyFields(KeyConfiguration configuration) {
    this.selected = new NamePatterns(configuration.headers());
    this.credentials = new CredentialNames(configuration);
  }

  /** Returns whether the configuration selects a field, even if it is another part of the key. */
  boolean names(String lowerCaseName) {
    return selected.match(lowerCaseName);
  }

  /**
   * Appends the selected fields, sorted by name: name, value, name, value...
   *
   * @param parts an empty list
   * @return the request's credential fields as one text, empty if it has none
   */
  String collect(Headers headers, List<String> parts) {
    boolean sorted = true;
    Map<String, String> secrets = null;
    for (int i = 0; i < headers.size(); i++) {
      ClassifiedName known = names.of(headers.name(i));
      String name = known.lowerCaseName();
      if (known.role() == Role.SELECTED) {
        sorted &= parts.isEmpty() || parts.get(parts.size() - 2).compareTo(name) <= 0;
        parts.add(name);
        parts.add(headers.value(i));
      } else if (known.role() == Role.CREDENTIAL) {
        String value = headers.value(i);
        String counts = name.equals("cookie") ? LoadBalancerCookies.removedFrom(value) : value;
        if (!counts.isEmpty() || value.isEmpty()) {
          secrets = secrets == null ? new TreeMap<>() : secrets;
          secrets.merge(name, counts, (one, other) -> one + '\n' + other);
        }
      }
    }
    if (!sorted) {
      sort(parts);
    }
    return text(secrets);
  }

  private static void sort(List<String> parts) {
    List<String[]> fields = new ArrayList<>(parts.size() / 2);
    for (int i = 0; i < parts.size(); i += 2) {
      fields.add(new String[] {parts.get(i), parts.get(i + 1)});
    }
    fields.sort(Comparator.comparing(field -> field[0]));
    parts.clear();
    fields.forEach(field -> parts.addAll(List.of(field)));
  }

  private static String text(@Nullable Map<String, String> secrets) {
    if (secrets == null) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    secrets.forEach((name, value) -> text.append(name).append('\n').append(value).append('\0'));
    return text.toString();
  }

  private ClassifiedName known(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return new ClassifiedName(find(lower), lower);
  }

  private Role find(String name) {
    String dashed = name.replace('_', '-'); // many servers make no difference
    if (UnsentFields.contains(dashed)) {
      return Role.NONE;
    }
    if (credentials.test(name)) {
      return Role.CREDENTIAL;
    }
    boolean counts =
        (selected.match(name) || selected.match(dashed))
            && !UnkeyedFields.contains(dashed)
            && !OTHER_KEY_PARTS.contains(name);
    return counts ? Role.SELECTED : Role.NONE;
  }
}
