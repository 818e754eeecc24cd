package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.KeyConfiguration;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which fields hold credentials: those that are named, and all that go by the usual names of such.
 * One that is missed would give one client the answers of another; one too many costs a call. Safe
 * for concurrent use.
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
              "auth",
              "icsessionid",
              "infa-session-id",
              "sec",
              "mcp-session-id",
              "vmware-api-session-id",
              "x-session-id",
              "x-auth-*",
              "x-chkp-sid",
              "x-honeycomb-team",
              "x-hp3par-wsapi-sessionkey",
              "x-jfrog-art-api",
              "x-ovh-application",
              "x-ovh-consumer",
              "x-restsvcsessionid",
              "x-wsse"));

  /** So wide that what the key's configuration writes out is taken for what it says. */
  private static final NamePatterns LIKELY =
      new NamePatterns(List.of("*-key", "*-auth", "*-session", "key"));

  /** They go by such names and hold none: most change with each call, or say what is asked for. */
  private static final NamePatterns OTHERS =
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
              "sec-websocket-key",
              "x-ms-session-token",
              "x-auth-date",
              "x-auth-timestamp"));

  private final NamePatterns named;
  private final NamePatterns counting;
  private final Remembered<Boolean> known = new Remembered<>(this::find);

  /**
   * Takes those of a mapping: those that it names, and of the likely ones what it does not select.
   */
  public CredentialNames(KeyConfiguration key) {
    this.named = new NamePatterns(key.credentialHeaders());
    this.counting =
        new NamePatterns(key.headers().stream().filter(name -> name.indexOf('*') < 0).toList());
  }

  /**
   * Returns whether a field holds credentials. To many servers an underscore in a name is a hyphen
   * (RFC 3875 section 4.1.18).
   *
   * @param lowerCaseName its name in lower case
   */
  @Override
  public boolean test(String lowerCaseName) {
    return known.of(lowerCaseName);
  }

  private boolean find(String name) {
    String dashed = name.replace('_', '-');
    return named.match(name)
        || named.match(dashed)
        || (!OTHERS.match(dashed)
            && (USUAL.match(dashed)
                || (LIKELY.match(dashed) && !counting.match(name) && !counting.match(dashed))));
  }
}
