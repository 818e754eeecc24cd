package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.KeyConfiguration;
import java.util.List;
import java.util.function.Predicate;

/**
 * Tests by their names which fields hold credentials: those that the configuration lists, and all
 * that have the usual names of credentials. A name that is missed would give one client the answers
 * of another; one too many only costs a call. Safe for concurrent use.
 */
public final class CredentialNames implements Predicate<String> {
  private static final NamePatterns USUAL =
      new NamePatterns(
          List.of(
              "*token",
              "*api-key",
              "*apikey",
              "*apikeys",
              "*-access-key",
              "*-app-key",
              "*-application-key",
              "*-functions-key",
              "*-subscription-key",
              "*accesskey",
              "*authkey",
              "*secretkey",
              "*-authentication",
              "*-authorization",
              "*-assertion",
              "*-jwt",
              "*password",
              "*-passphrase",
              "*secret",
              "*connection-string",
              "*consent-id",
              "auth",
              "icsessionid",
              "infa-session-id",
              "sec",
              "sid",
              "otcsticket",
              "mcp-session-id",
              "vmware-api-session-id",
              "x-session-id",
              "x-auth-*",
              "x-chkp-sid",
              "x-ftl-sid",
              "x-honeycomb-team",
              "x-hp3par-wsapi-sessionkey",
              "x-jfrog-art-api",
              "x-ovh-application",
              "x-ovh-consumer",
              "x-restsvcsessionid",
              "x-wsse"));

  /** Patterns so wide that a field which the key's configuration names in full is no credential. */
  private static final NamePatterns LIKELY =
      new NamePatterns(List.of("*-key", "*-auth", "*-session", "key"));

  /**
   * Names that only look like credentials: most change with each call, or say what is requested.
   */
  private static final NamePatterns NOT_CREDENTIALS =
      new NamePatterns(
          List.of(
              "*csrf-token",
              "*csrftoken",
              "*xsrf-token",
              "*page-token",
              "*continuation-token",
              "*client-token",
              "*idempotency-key",
              "*idempotency-token",
              "*idempotence-key",
              "*deduplication-key",
              "*dedupe-key",
              "*cache-key",
              "*surrogate-key",
              "*request-key",
              "*correlation-key",
              "*trace-key",
              "*event-key",
              "*message-key",
              "*ordering-key",
              "*routing-key",
              "*partition-key",
              "*shard-key",
              "*sort-key",
              "*object-key",
              "*lock-key",
              "*concurrency-key",
              "postman-token",
              "kubectl-session",
              "npm-session",
              "x-opencode-session",
              "sec-websocket-key",
              "x-ms-session-token",
              "x-auth-date",
              "x-auth-timestamp"));

  private final NamePatterns named;
  private final NamePatterns selectedInFull;
  private final MemoizedFunction<Boolean> known = new MemoizedFunction<>(this::find);

  /**
   * Creates the test for a mapping: the names that it lists hold credentials, and of the likely
   * ones those that it does not select for the key in full.
   */
  public CredentialNames(KeyConfiguration key) {
    this.named = new NamePatterns(key.credentialHeaders());
    this.selectedInFull =
        new NamePatterns(key.headers().stream().filter(name -> name.indexOf('*') < 0).toList());
  }

  /**
   * Returns whether a field holds credentials. An underscore counts as a hyphen, as on many servers
   * (RFC 3875 section 4.1.18).
   *
   * @param lowerCaseName the field's name in lower case
   */
  @Override
  public boolean test(String lowerCaseName) {
    return known.of(lowerCaseName);
  }

  private boolean find(String name) {
    String dashed = name.replace('_', '-');
    return named.match(name)
        || named.match(dashed)
        || (!NOT_CREDENTIALS.match(dashed)
            && (USUAL.match(dashed)
                || (LIKELY.match(dashed)
                    && !selectedInFull.match(name)
                    && !selectedInFull.match(dashed))));
  }
}
