package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.error.Problem;
import io.apibuddy.domain.config.AliasConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds values that were meant to come from the environment but are taken literally, because a
 * brace of {@code ${NAME}} is missing.
 */
final class UnreplacedNames {
  private static final String NAME = "\\$\\{?[A-Za-z_][A-Za-z0-9_]*";

  /** A name is the whole value of a field, or follows a scheme such as {@code Bearer}. */
  private static final Pattern FIELD = Pattern.compile("([A-Za-z-]+ )?" + NAME);

  private static final Pattern PATH = Pattern.compile(NAME + "([/\\\\].*)?");

  private static final String MESSAGE =
      "begins or ends with a $NAME that is taken as it stands; write ${NAME} for the variable's"
          + " value";

  private UnreplacedNames() {}

  /** Returns a problem for each such value, without the value, which may be a secret. */
  static List<Problem> of(Configuration configuration) {
    List<Problem> found = new ArrayList<>();
    String path = configuration.storage().path();
    if (path != null && PATH.matcher(path).matches()) {
      found.add(new Problem("", Setting.of(CacheKeys.DATABASE_PATH).path(), MESSAGE));
    }
    for (AliasConfiguration mapping : configuration.proxy().aliases().values()) {
      String headers = new Setting(mapping.alias(), OtherKeys.HEADERS).path();
      mapping
          .injected()
          .forEach(
              (name, value) -> {
                if (FIELD.matcher(value).matches()) {
                  found.add(new Problem("", headers + "." + name, MESSAGE));
                }
              });
    }
    return found;
  }
}
