package io.apibuddy.domain.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Everything the core is configured with; immutable. An exchange keeps the one it began with.
 *
 * @param aliases the mappings by alias, in the order they were configured; at least one
 * @param allowedHosts host names (lower case, without port) that a request may address; {@code *}
 *     stands for any
 * @param credentialQueryParams names of query parameters that hold credentials; a {@code *} at the
 *     end stands for any rest; compared without regard to case
 * @param spoolBudget how many bytes all answers in flight may hold in memory together
 * @param keyBodyBudget how many bytes all request bodies being read for their key may hold
 *     together, with what the canonical forms of long ones are made in
 * @param bounds how far the store may fill
 * @param waitingPlaces how many requests may wait for their turn at one time, all mappings together
 * @param access who may use the proxy
 */
public record ProxyConfiguration(
    Map<String, AliasConfiguration> aliases,
    Set<String> allowedHosts,
    Set<String> credentialQueryParams,
    long spoolBudget,
    long keyBodyBudget,
    StoreBounds bounds,
    int waitingPlaces,
    AccessConfiguration access) {

  /** The host names of a loopback listener. */
  public static final Set<String> LOOPBACK_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

  /** Query parameters that commonly hold credentials. */
  public static final Set<String> DEFAULT_CREDENTIAL_QUERY_PARAMS =
      Set.of(
          "key",
          "api_key",
          "api-key",
          "apikey",
          "access_key",
          "app_key",
          "authtoken",
          "hapikey",
          "subscription-key",
          "access_token",
          "auth_token",
          "private_token",
          "refresh_token",
          "token",
          "client_secret",
          "password",
          "sig",
          "signature",
          "X-Amz-*",
          "X-Goog-*");

  /** 32 MiB. */
  public static final long DEFAULT_SPOOL_BUDGET = 32L << 20;

  /** 64 MiB. */
  public static final long DEFAULT_KEY_BODY_BUDGET = 64L << 20;

  /** Half of the exchanges that may block at one time by default. */
  public static final int DEFAULT_WAITING_PLACES = 512;

  /** Refuses a configuration without a mapping. */
  public ProxyConfiguration {
    if (aliases.isEmpty()) {
      throw new IllegalArgumentException("at least one mapping is needed");
    }
    if (spoolBudget < 1 || keyBodyBudget < 1) {
      throw new IllegalArgumentException("budgets must be positive");
    }
    if (waitingPlaces < 0) {
      throw new IllegalArgumentException("waiting places must not be negative");
    }
    aliases = Collections.unmodifiableMap(new LinkedHashMap<>(aliases));
    Objects.requireNonNull(bounds, "bounds");
    Objects.requireNonNull(access, "access");
    allowedHosts = Set.copyOf(allowedHosts);
    credentialQueryParams = Set.copyOf(credentialQueryParams);
    aliases.forEach(
        (alias, mapping) -> {
          if (!alias.equals(mapping.alias())) {
            throw new IllegalArgumentException(
                "mapping " + mapping.alias() + " listed as " + alias);
          }
        });
  }

  /** Returns whether some mapping answers from what is stored alone, whatever its age. */
  public boolean replaysAny() {
    return aliases.values().stream().anyMatch(AliasConfiguration::replays);
  }

  /** Returns a loopback configuration of the given mappings with every default. */
  public static ProxyConfiguration of(AliasConfiguration... mappings) {
    Map<String, AliasConfiguration> aliases = new LinkedHashMap<>();
    for (AliasConfiguration mapping : mappings) {
      aliases.put(Objects.requireNonNull(mapping, "mapping").alias(), mapping);
    }
    return new ProxyConfiguration(
        aliases,
        LOOPBACK_HOSTS,
        DEFAULT_CREDENTIAL_QUERY_PARAMS,
        DEFAULT_SPOOL_BUDGET,
        DEFAULT_KEY_BODY_BUDGET,
        StoreBounds.DEFAULT,
        DEFAULT_WAITING_PLACES,
        AccessConfiguration.OPEN);
  }

  /** Returns the same configuration with other rules of who may use the proxy. */
  public ProxyConfiguration withAccess(AccessConfiguration replacement) {
    return new ProxyConfiguration(
        aliases,
        allowedHosts,
        credentialQueryParams,
        spoolBudget,
        keyBodyBudget,
        bounds,
        waitingPlaces,
        replacement);
  }
}
