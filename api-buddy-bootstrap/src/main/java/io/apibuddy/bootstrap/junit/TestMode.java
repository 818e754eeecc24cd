package io.apibuddy.bootstrap.junit;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Chooses the proxy's mode for the tests of a class. */
final class TestMode {
  static final String PARAMETER = "api-buddy.mode";
  static final String RECORD = "record";
  static final String REPLAY = "replay";

  private TestMode() {}

  /**
   * Returns the wanted mode in lower case. Without one, returns {@code replay} where the variable
   * {@code CI} is set, except to a blank text or {@code false}, and {@code record} elsewhere.
   *
   * @param wanted the value of the configuration parameter {@link #PARAMETER}; a blank one does not
   *     count
   */
  static String of(Optional<String> wanted, Map<String, String> environment) {
    String automated = environment.getOrDefault("CI", "");
    boolean developer = automated.isBlank() || automated.equalsIgnoreCase("false");
    return wanted
        .filter(mode -> !mode.isBlank())
        .map(mode -> mode.strip().toLowerCase(Locale.ROOT))
        .orElse(developer ? RECORD : REPLAY);
  }
}
