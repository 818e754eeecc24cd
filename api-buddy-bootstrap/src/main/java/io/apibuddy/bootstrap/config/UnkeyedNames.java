package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.error.Problem;
import io.apibuddy.domain.config.UnkeyedFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds names in {@code cache.key.headers} whose fields are never part of the cache key. */
final class UnkeyedNames {
  private static final String IN_MAPPINGS = "key.headers";
  private static final String GENERAL = "cache." + IN_MAPPINGS;

  private UnkeyedNames() {}

  /** Returns a problem for each such name; patterns are not checked. */
  static List<Problem> of(Configuration configuration) {
    ConfigurationDocument document = configuration.document();
    List<Problem> uncounted = new ArrayList<>();
    add(uncounted, GENERAL, document.general().get(GENERAL));
    document
        .mappings()
        .forEach(
            (alias, mapping) ->
                add(
                    uncounted,
                    Schema.MAPPINGS + "." + alias + "." + IN_MAPPINGS,
                    mapping.get(IN_MAPPINGS)));
    return uncounted;
  }

  private static void add(List<Problem> uncounted, String path, @Nullable Object names) {
    if (names instanceof Collection<?> listed) {
      for (Object name : listed) {
        String field = name.toString();
        if (field.indexOf('*') < 0 && UnkeyedFields.contains(dashed(field))) {
          uncounted.add(
              new Problem("", path, field + " is never part of the cache key; remove it"));
        }
      }
    }
  }

  private static String dashed(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
