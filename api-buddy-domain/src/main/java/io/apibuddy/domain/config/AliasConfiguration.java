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
 * The configuration of one mapping from an alias to an upstream.
 *
 * @param alias the path segments under which clients reach the mapping, separated by {@code /},
 *     without slashes at the ends; a segment consists of letters, digits and {@code - . _ ~} and
 *     does not begin with a dot; the first is not {@code admin}; {@code -} alone is no alias
 * @param upstream the base URL of the upstream: {@code http} or {@code https}, host, optional port
 *     and path; no userinfo, query or fragment
 * @param shown the base URL as it may be shown: text that variables contributed to its path appears
 *     as {@code ${NAME}}
 * @param cache how answers are stored, and how they are found again
 * @param timeouts how long the upstream may take
 * @param throttle how often the upstream may be asked
 * @param injected fields, such as credentials, that are added to every request and replace the
 *     client's fields of the same name
 * @param rules exceptions for some requests; the first that covers a request applies
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

  /** 10 s to connect, 10 min until the response head, 5 min between two bytes. */
  public static final UpstreamTimeouts DEFAULT_TIMEOUTS =
      new UpstreamTimeouts(
          Duration.ofSeconds(10), Duration.ofSeconds(600), Duration.ofSeconds(300));

  /** The syntax of an alias; {@link #violation} also rejects reserved names. */
  public static final Pattern ALIAS =
      Pattern.compile("[A-Za-z0-9~_-][A-Za-z0-9.~_-]*(/[A-Za-z0-9~_-][A-Za-z0-9.~_-]*)*");

  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9~_-][A-Za-z0-9.~_-]*");

  /** Rejects a malformed alias, upstream or field; the message says which and what is accepted. */
  public AliasConfiguration {
    Objects.requireNonNull(shown, "shown");
    Objects.requireNonNull(cache, "cache");
    Objects.requireNonNull(timeouts, "timeouts");
    Objects.requireNonNull(throttle, "throttle");
    rules = List.copyOf(rules);
    String misnamed = violation(alias);
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
          String objection = InjectedFields.violation(name, value);
          if (objection != null) {
            throw new IllegalArgumentException("header " + name + ": " + objection);
          }
        });
  }

  /** Returns why a text cannot be an alias, null if it can. */
  public static @Nullable String violation(String alias) {
    // Segment by segment: a match of the whole expression recurses for each of them, on a finite
    // stack.
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

  /** Returns a mapping that has the default for everything else. */
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

  /** Names the alias and the shown upstream only, since other components may hold secrets. */
  @Override
  public String toString() {
    return "AliasConfiguration[" + alias + ", " + shown + "]";
  }

  /** Returns whether mode {@code replay} applies to some of the mapping's requests. */
  boolean replays() {
    return cache.mode() == CacheMode.REPLAY
        || rules.stream().anyMatch(rule -> rule.cache().mode() == CacheMode.REPLAY);
  }
}
