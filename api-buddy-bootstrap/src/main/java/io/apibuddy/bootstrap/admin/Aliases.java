package io.apibuddy.bootstrap.admin;

import io.apibuddy.ports.admin.AdminException;
import java.util.Set;

/** Names of mappings that come with a call. */
final class Aliases {

  private Aliases() {}

  /**
   * Returns the alias.
   *
   * @throws AdminException if there is no such mapping
   */
  static String known(String alias, ConfigurationDesk desk) throws AdminException {
    Set<String> known = desk.current().proxy().aliases().keySet();
    if (!known.contains(alias)) {
      throw Failures.unknownAlias(alias, known);
    }
    return alias;
  }
}
