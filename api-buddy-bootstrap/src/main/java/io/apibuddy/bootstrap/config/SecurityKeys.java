package io.apibuddy.bootstrap.config;

import static io.apibuddy.bootstrap.config.CredentialTypes.accessKey;
import static io.apibuddy.bootstrap.config.QuantityTypes.minutes;
import static io.apibuddy.bootstrap.config.QuantityTypes.whole;
import static io.apibuddy.bootstrap.config.TextTypes.fieldName;
import static io.apibuddy.bootstrap.config.TextTypes.flag;
import static io.apibuddy.bootstrap.config.TextTypes.origins;
import static io.apibuddy.bootstrap.config.TextTypes.parameterName;
import static io.apibuddy.bootstrap.config.TextTypes.parameterPatterns;
import static io.apibuddy.bootstrap.config.TextTypes.severalOf;

import io.apibuddy.domain.config.AccessConfiguration;
import io.apibuddy.domain.config.AdminConfiguration;
import io.apibuddy.domain.config.KeyPosition;
import io.apibuddy.domain.config.ProxyConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The keys of the sections {@code security} and {@code admin}. */
final class SecurityKeys {
  private static final AccessConfiguration OPEN = AccessConfiguration.OPEN;

  static final Key<Boolean> REQUIRE_SECURE_KEY =
      Key.of(
          "security.require_secure_key",
          flag(),
          false,
          "whether every request must carry the access key");
  static final Key<String> SECURE_KEY =
      Key.<String>optional(
              "security.secure_key",
              accessKey(),
              "the access key; generated if required and not set")
          .masked();
  static final Key<Set<KeyPosition>> KEY_POSITION =
      Key.of(
          "security.key_position",
          severalOf(KeyPosition.class),
          Set.of(KeyPosition.PATH_PREFIX),
          "where a request may carry the access key: /KEY/alias/..., a query parameter, a header field");
  static final Key<String> KEY_PARAM_NAME =
      Key.of(
          "security.key_param_name",
          parameterName(),
          OPEN.paramName(),
          "query parameter for the access key");
  static final Key<String> KEY_HEADER_NAME =
      Key.of(
          "security.key_header_name",
          fieldName(),
          OPEN.headerName(),
          "header field for the access key");
  static final Key<Duration> FAILED_AUTH_LOCKOUT_MINUTES =
      Key.of(
          "security.failed_auth_lockout_minutes",
          minutes(),
          OPEN.lockout(),
          "how long an address is locked out after 5 wrong keys");
  static final Key<Long> ADMIN_RATE_LIMIT_PER_MINUTE =
      Key.of(
          "security.admin_rate_limit_per_minute",
          whole(1, 1_000_000),
          (long) AdminConfiguration.DEFAULT.ratePerMinute(),
          "admin requests a minute from one address that change something or fail; ten times as many reads");
  static final Key<Boolean> LOG_SECURITY_EVENTS =
      Key.of(
          "security.log_security_events",
          flag(),
          OPEN.reportEvents(),
          "whether to report refused requests, once a minute for each kind");
  static final Key<Boolean> ALLOW_OPEN =
      Key.of(
          "security.allow_open",
          flag(),
          false,
          "whether to allow listening beyond this machine without an access key");
  static final Key<Set<String>> ALLOWED_ORIGINS =
      Key.of(
          "security.allowed_origins",
          origins(),
          OPEN.allowedOrigins(),
          "origins whose web pages may use admin resources, mappings with headers of their own, and"
              + " responses shared across credentials (mode replay, share_across_credentials)");
  static final Key<Set<String>> CREDENTIAL_QUERY_PARAMS =
      Key.of(
          "security.credential_query_params",
          parameterPatterns(),
          ProxyConfiguration.DEFAULT_CREDENTIAL_QUERY_PARAMS,
          "query parameters that hold credentials; replaces the default list");
  static final Key<Boolean> ADMIN_ENABLED =
      Key.of(
          "admin.enabled",
          flag(),
          AdminConfiguration.DEFAULT.enabled(),
          "whether the resources below /admin are available");
  static final Key<String> ADMIN_SECURE_KEY =
      Key.<String>optional(
              "admin.secure_key",
              accessKey(),
              "key of the admin resources; if not set, the access key is required, if there is one")
          .masked();

  static final List<Key<?>> ALL =
      List.of(
          REQUIRE_SECURE_KEY,
          SECURE_KEY,
          KEY_POSITION,
          KEY_PARAM_NAME,
          KEY_HEADER_NAME,
          FAILED_AUTH_LOCKOUT_MINUTES,
          ADMIN_RATE_LIMIT_PER_MINUTE,
          LOG_SECURITY_EVENTS,
          ALLOW_OPEN,
          ALLOWED_ORIGINS,
          CREDENTIAL_QUERY_PARAMS,
          ADMIN_ENABLED,
          ADMIN_SECURE_KEY);

  private SecurityKeys() {}
}
