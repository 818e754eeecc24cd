package io.apibuddy.domain.config;

import io.apibuddy.ports.memory.HeapShare;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The complete configuration of the core. Immutable; an exchange keeps the one that it began with.
 *
 * @param aliases the mappings by alias, in the order of the configuration; at least one
 * @param allowedHosts host names, in lower case and without port, that a request may address;
 *     {@code *} stands for any
 * @param credentialQueryParams names of query parameters that hold credentials, compared without
 *     regard to case; {@code *} at the end stands for any text
 * @param spoolBudget how many bytes all answers in flight may hold in memory together
 * @param keyBodyBudget how many bytes may be held together by all request bodies that are being
 *     read for their cache key, including the memory in which long ones are normalized
 * @param bounds how much the store may hold, and for how long
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
          "accesskey",
          "app_key",
          "auth_key",
          "authkey",
          "consumer_key",
          "hapikey",
          "license_key",
          "rapidapi-key",
          "subscription-key",
          "user_key",
          "zapikey",
          "access_token",
          "access-token",
          "api_token",
          "apitoken",
          "auth_token",
          "authtoken",
          "circle-token",
          "id_token",
          "private_token",
          "refresh_token",
          "session_token",
          "token",
          "wstoken",
          "X-Plex-Token",
          "oauth_*",
          "auth",
          "jwt",
          "_sid",
          "api_secret",
          "client_secret",
          "consumer_secret",
          "secret",
          "pass",
          "passwd",
          "password",
          "pwd",
          "sig",
          "signature",
          "X-Amz-*",
          "X-Oss-*",
          "X-Tos-*",
          "X-Goog-*");

  /** 32 MiB, less in a small heap. */
  public static final long DEFAULT_SPOOL_BUDGET = HeapShare.of(32 << 20);

  /** 64 MiB in any heap, because which bodies have a canonical form depends on it. */
  public static final long DEFAULT_KEY_BODY_BUDGET = 64L << 20;

  /** Half of the exchanges that may block at one time by default: 512. */
  public static final int DEFAULT_WAITING_PLACES = 512;

  /** Rejects a configuration without a mapping, or with bounds out of range. */
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

  /** Returns whether some mapping or rule is in mode {@code replay}. */
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

  /** Returns a copy with another access configuration. */
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
