package io.apibuddy.bootstrap.config;

import io.apibuddy.domain.config.AccessConfiguration;
import io.apibuddy.domain.config.AccessKey;
import io.apibuddy.domain.config.AdminConfiguration;
import io.apibuddy.domain.config.InjectedFields;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds the access rules, which say who may use the proxy, from configuration values. */
final class AccessAssembler {
  private final Values values;
  private final Problems problems;

  AccessAssembler(Values values, Problems problems) {
    this.values = values;
    this.problems = problems;
  }

  /** Reports problems that concern more than the form of a single value. */
  void check() {
    if (values.get(OtherKeys.LOGGING_INCLUDE_SECURE_KEY)) {
      problems.add(
          values.position(Setting.of(OtherKeys.LOGGING_INCLUDE_SECURE_KEY)),
          "logging.include_secure_key",
          "the access key is never logged; remove this key");
    }
    String objection = InjectedFields.violation(values.get(SecurityKeys.KEY_HEADER_NAME), "-");
    if (objection != null) {
      problems.add(
          values.position(Setting.of(SecurityKeys.KEY_HEADER_NAME)),
          "security.key_header_name",
          "cannot hold the access key: " + objection);
    }
  }

  /**
   * Returns the access rules.
   *
   * @param generated supplies an access key; called only if one is required and none is set
   */
  AccessConfiguration access(Supplier<String> generated) {
    boolean required = values.get(SecurityKeys.REQUIRE_SECURE_KEY);
    AccessKey own = key(values.find(SecurityKeys.SECURE_KEY));
    AccessKey key = own == null && required ? AccessKey.of(generated.get()) : own;
    AccessKey admin = key(values.find(SecurityKeys.ADMIN_SECURE_KEY));
    return new AccessConfiguration(
        required ? key : null,
        values.get(SecurityKeys.KEY_POSITION),
        values.get(SecurityKeys.KEY_PARAM_NAME),
        values.get(SecurityKeys.KEY_HEADER_NAME),
        values.get(SecurityKeys.FAILED_AUTH_LOCKOUT_MINUTES),
        values.get(SecurityKeys.ALLOWED_ORIGINS),
        values.get(SecurityKeys.LOG_SECURITY_EVENTS),
        new AdminConfiguration(
            values.get(SecurityKeys.ADMIN_ENABLED),
            admin == null ? key : admin,
            Math.toIntExact(values.get(SecurityKeys.ADMIN_RATE_LIMIT_PER_MINUTE))));
  }

  private static @Nullable AccessKey key(@Nullable String text) {
    return text == null ? null : AccessKey.of(text);
  }
}
