package io.apibuddy.bootstrap.junit;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The mode in which a class's tests run. */
final class TestMode {
  static final String PARAMETER = "api-buddy.mode";
  static final String RECORD = "record";
  static final String REPLAY = "replay";

  private TestMode() {}

  /**
   * Returns the mode.
   *
   * @param wanted the configuration parameter
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
