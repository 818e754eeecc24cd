package io.apibuddy.bootstrap.admin;

import io.apibuddy.ports.admin.AdminException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;

/** Checks the aliases that calls name. */
final class Aliases {

  private Aliases() {}

  /**
   * Returns the alias if it is mapped.
   *
   * @throws AdminException if there is no such mapping
   */
  static String requireKnown(String alias, ConfigurationControl control) throws AdminException {
    return requireKnown(alias, control, Set::of);
  }

  /**
   * Returns the alias if it is mapped or one of {@code others}.
   *
   * @param others supplies further known aliases; called only if there is no such mapping
   * @throws AdminException if the alias is unknown
   */
  static String requireKnown(
      String alias, ConfigurationControl control, Supplier<Set<String>> others)
      throws AdminException {
    Set<String> mapped = control.current().proxy().aliases().keySet();
    if (!mapped.contains(alias)) {
      Set<String> known = new LinkedHashSet<>(mapped);
      known.addAll(others.get());
      if (!known.contains(alias)) {
        throw AdminErrors.unknownAlias(alias, known);
      }
    }
    return alias;
  }
}
