package io.apibuddy.domain.config;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.MetricsRow;
import io.apibuddy.ports.upstream.UpstreamTimeouts;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One mapping.
 *
 * @param alias the path segments it answers to, without slashes at the ends: letters, digits and
 *     {@code - . _ ~}, not beginning with a dot; segments are separated by {@code /}; the first is
 *     not {@code admin}; not {@code -} alone
 * @param upstream where its requests go: {@code http} or {@code https}, host, optional port and
 *     base path; no userinfo, query or fragment
 * @param shown the upstream as it may be shown: what came from variables into its path stands as
 *     {@code ${NAME}} in it
 * @param cache what is stored and how it is found again
 * @param timeouts how long its upstream may take
 * @param throttle how often its upstream is asked
 * @param injected fields that are added to every request and replace the client's of the same name:
 *     credentials, for example
 * @param rules for requests that are cached otherwise; the first that is about a request counts
 */
public record AliasConfiguration(
    String alias,
    URI upstream,
    String shown,
    CacheConfiguration cache,
    UpstreamTimeouts timeouts,
    ThrottleConfiguration throttle,
    Headers injected,
    List<PathRule> rules) {

  /** Connect 10 s, response head 600 s, between bytes 300 s. */
  public static final UpstreamTimeouts DEFAULT_TIMEOUTS =
      new UpstreamTimeouts(
          Duration.ofSeconds(10), Duration.ofSeconds(600), Duration.ofSeconds(300));

  /** The form of an alias; {@link #objection} knows of more. */
  public static final Pattern ALIAS =
      Pattern.compile("[A-Za-z0-9~_-][A-Za-z0-9.~_-]*(/[A-Za-z0-9~_-][A-Za-z0-9.~_-]*)*");

  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9~_-][A-Za-z0-9.~_-]*");

  /**
   * Refuses an alias, an upstream or a field of another form; the message says which and what is
   * accepted.
   */
  public AliasConfiguration {
    Objects.requireNonNull(shown, "shown");
    Objects.requireNonNull(cache, "cache");
    Objects.requireNonNull(timeouts, "timeouts");
    Objects.requireNonNull(throttle, "throttle");
    rules = List.copyOf(rules);
    String misnamed = objection(alias);
    if (misnamed != null) {
      throw new IllegalArgumentException(misnamed);
    }
    String scheme = upstream.getScheme();
    if (scheme == null || !(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))) {
      throw new IllegalArgumentException("upstream must begin with http:// or https://");
    }
    if (upstream.getHost() == null) {
      throw new IllegalArgumentException("upstream has no host");
    }
    if (upstream.getRawUserInfo() != null) {
      throw new IllegalArgumentException("upstream must not hold a user name or password");
    }
    if (upstream.getRawQuery() != null || upstream.getRawFragment() != null) {
      throw new IllegalArgumentException("upstream must not have a query or fragment");
    }
    if (upstream.getPort() == 0 || upstream.getPort() > 65535) {
      throw new IllegalArgumentException("upstream port must be 1 to 65535");
    }
    injected.forEach(
        (name, value) -> {
          String objection = InjectedFields.objection(name, value);
          if (objection != null) {
            throw new IllegalArgumentException("header " + name + ": " + objection);
          }
        });
  }

  /** Returns what is against an alias, null if it may be one. */
  public static @Nullable String objection(String alias) {
    // By segments: the whole expression takes the more of the stack the more there are.
    if (!Stream.of(alias.split("/", -1)).allMatch(one -> SEGMENT.matcher(one).matches())) {
      return "alias must be path segments of letters, digits, '-', '.', '_' or '~', not beginning"
          + " with a dot";
    }
    if (alias.equalsIgnoreCase("admin") || alias.toLowerCase(Locale.ROOT).startsWith("admin/")) {
      return "alias 'admin' is the proxy's own";
    }
    return alias.equals(MetricsRow.NO_DOMAIN)
        ? "alias '-' stands for no alias in logs and metrics"
        : null;
  }

  /** Returns a mapping with every default. */
  public static AliasConfiguration of(String alias, String upstream) {
    return new AliasConfiguration(
        alias,
        URI.create(upstream),
        upstream,
        CacheConfiguration.DEFAULT,
        DEFAULT_TIMEOUTS,
        ThrottleConfiguration.DEFAULT,
        Headers.EMPTY,
        List.of());
  }

  /** Returns the same mapping with another cache configuration. */
  public AliasConfiguration withCache(CacheConfiguration replacement) {
    return new AliasConfiguration(
        alias, upstream, shown, replacement, timeouts, throttle, injected, rules);
  }

  /** Returns the same mapping with another throttle. */
  public AliasConfiguration withThrottle(ThrottleConfiguration replacement) {
    return new AliasConfiguration(
        alias, upstream, shown, cache, timeouts, replacement, injected, rules);
  }

  /** Returns the same mapping with other injected fields. */
  public AliasConfiguration withInjected(Headers replacement) {
    return new AliasConfiguration(
        alias, upstream, shown, cache, timeouts, throttle, replacement, rules);
  }

  /** Returns the same mapping with other rules. */
  public AliasConfiguration withRules(List<PathRule> replacement) {
    return new AliasConfiguration(
        alias, upstream, shown, cache, timeouts, throttle, injected, replacement);
  }

  /** Without what may be a secret. */
  @Override
  public String toString() {
    return "AliasConfiguration[" + alias + ", " + shown + "]";
  }

  /** Returns whether some of its requests are answered from what is stored alone. */
  boolean replays() {
    return cache.mode() == CacheMode.REPLAY
        || rules.stream().anyMatch(rule -> rule.cache().mode() == CacheMode.REPLAY);
  }
}
