package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.ForbiddenKeyException;
import io.apibuddy.bootstrap.error.Problem;
import java.util.List;
import java.util.Set;

/**
 * The keys that may change over HTTP. A client of the admin resources must not be able to send a
 * credential elsewhere, open the proxy or name a file, so any key that is not listed here is
 * refused, as are an engine's own settings. Immutable.
 */
public final class RemoteKeys {
  private static final Set<Key<?>> GENERAL =
      Set.of(
          CacheKeys.POLICY,
          CacheKeys.MODE,
          CacheKeys.DEFAULT_TTL_DAYS,
          CacheKeys.DEFAULT_TTL,
          CacheKeys.MAX_ENTRIES,
          CacheKeys.MAX_SIZE_MB,
          CacheKeys.MEMORY_MAX_MB,
          CacheKeys.ENABLE_COMPRESSION,
          CacheKeys.CLEANUP_INTERVAL_HOURS,
          CacheKeys.STORE_BUDGET,
          CacheKeys.CACHEABLE_METHODS,
          CacheKeys.CACHE_ERROR_RESPONSES,
          CacheKeys.MIN_CACHE_RESPONSE_SIZE,
          CacheKeys.MAX_CACHE_RESPONSE_SIZE,
          CacheKeys.MAX_KEY_BODY_SIZE,
          CacheKeys.SHARE_ACROSS_CREDENTIALS,
          CacheKeys.IGNORE_NO_STORE,
          CacheKeys.RESPECT_CLIENT_CACHE_CONTROL,
          CacheKeys.COALESCE,
          CacheKeys.STALE_IF_ERROR_SECONDS,
          CacheKeys.STALE_WHILE_REVALIDATE_SECONDS,
          CacheKeys.KEY_IGNORE_QUERY,
          CacheKeys.KEY_IGNORE_JSON,
          CacheKeys.KEY_HEADERS,
          CacheKeys.KEY_CREDENTIAL_HEADERS,
          ThrottleKeys.DEFAULT_REQUESTS_PER_HOUR,
          ThrottleKeys.DOMAIN_LIMITS,
          ThrottleKeys.PROGRESSIVE_ENABLED,
          ThrottleKeys.PROGRESSIVE_MAX_DELAY,
          ThrottleKeys.MAX_WAIT_SECONDS,
          ThrottleKeys.RESPECT_UPSTREAM,
          ThrottleKeys.MAX_PAUSE,
          OtherKeys.METRICS_RETENTION_DAYS,
          OtherKeys.METRICS_PRICES,
          OtherKeys.LOGGING_LEVEL);

  private static final Set<Key<?>> OF_MAPPINGS =
      Set.of(
          OtherKeys.TTL,
          OtherKeys.TTL_SECONDS,
          CacheKeys.POLICY,
          CacheKeys.MODE,
          ThrottleKeys.LIMITS);

  private final Schema schema;

  RemoteKeys(Schema schema) {
    this.schema = schema;
  }

  /**
   * Requires that a key may be set to a value over HTTP. The path of an unknown key passes, because
   * the change itself refuses it.
   *
   * @param value the value, as in {@link Assignment#value}; it must not refer to the environment,
   *     because the variable's value would be shown
   * @throws ForbiddenKeyException if the key must not change over HTTP
   * @throws ConfigurationException if the value refers to the environment
   */
  public void requireChangeable(String path, Object value) {
    Setting setting = schema.resolve(path);
    boolean misspelt = !schema.misspelt(path, value).isEmpty();
    if (setting != null && !misspelt && !isChangeable(setting)) {
      throw new ForbiddenKeyException(
          setting.path(),
          "cannot be changed over HTTP; change it where the proxy's configuration comes from");
    }
    if (EnvironmentReferences.isIn(value)) {
      throw new ConfigurationException(
          List.of(new Problem("", path, EnvironmentReferences.REFUSAL)));
    }
  }

  private static boolean isChangeable(Setting setting) {
    return (setting.alias().isEmpty() ? GENERAL : OF_MAPPINGS).contains(setting.key());
  }
}
