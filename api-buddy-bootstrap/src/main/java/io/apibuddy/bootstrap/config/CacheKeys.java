package io.apibuddy.bootstrap.config;

import static io.apibuddy.bootstrap.config.QuantityTypes.days;
import static io.apibuddy.bootstrap.config.QuantityTypes.duration;
import static io.apibuddy.bootstrap.config.QuantityTypes.hours;
import static io.apibuddy.bootstrap.config.QuantityTypes.secondsOrNone;
import static io.apibuddy.bootstrap.config.QuantityTypes.size;
import static io.apibuddy.bootstrap.config.QuantityTypes.whole;
import static io.apibuddy.bootstrap.config.TextTypes.fieldNames;
import static io.apibuddy.bootstrap.config.TextTypes.fieldPatterns;
import static io.apibuddy.bootstrap.config.TextTypes.flag;
import static io.apibuddy.bootstrap.config.TextTypes.jsonPointers;
import static io.apibuddy.bootstrap.config.TextTypes.methods;
import static io.apibuddy.bootstrap.config.TextTypes.oneOf;
import static io.apibuddy.bootstrap.config.TextTypes.parameterNames;
import static io.apibuddy.bootstrap.config.TextTypes.path;
import static io.apibuddy.bootstrap.config.TextTypes.text;

import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.config.KeyConfiguration;
import io.apibuddy.domain.config.StoreBounds;
import io.apibuddy.ports.store.local.LocalStoreSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The keys of the section {@code cache}. */
final class CacheKeys {
  private static final CacheConfiguration DEFAULT = CacheConfiguration.DEFAULT;
  private static final LocalStoreSettings STORE = LocalStoreSettings.DEFAULT;

  static final Key<String> BACKEND =
      Key.optional("cache.backend", text("a storage engine's name"), "memory, sqlite, ...");
  static final Key<String> DATABASE_PATH =
      Key.optional(
          "cache.database_path",
          path("a path, without ~, or :memory:"),
          "where responses are stored; :memory: keeps them while the process runs");
  static final Key<CachePolicy> POLICY =
      Key.of(
              "cache.policy",
              oneOf(CachePolicy.class),
              CachePolicy.TTL,
              "which rules apply: the configured lifetime (ttl), or RFC 9111 (http)")
          .alsoInMappings();
  static final Key<CacheMode> MODE =
      Key.of(
              "cache.mode",
              oneOf(CacheMode.class),
              CacheMode.CACHE,
              "how store and upstream are used; see modes.md")
          .alsoInMappings();
  static final Key<Duration> DEFAULT_TTL_DAYS =
      Key.of("cache.default_ttl_days", days(), DEFAULT.ttl(), "how long responses stay fresh");
  static final Key<Duration> DEFAULT_TTL =
      Key.optional(
          "cache.default_ttl", duration(), "the same with a unit; overrides default_ttl_days");
  static final Key<Long> MAX_ENTRIES =
      Key.of(
          "cache.max_entries",
          whole(1, Long.MAX_VALUE),
          STORE.capacity().maxEntries(),
          "maximum of stored responses");
  static final Key<Long> MAX_SIZE_MB =
      Key.of(
          "cache.max_size_mb",
          whole(1, 1L << 40),
          STORE.capacity().mebibytes(),
          "maximum MiB of stored responses, with their requests; in memory half of the heap at most");
  static final Key<Long> MEMORY_MAX_MB =
      Key.of(
          "cache.memory_max_mb",
          whole(0, 1L << 20),
          64L,
          "MiB also held in memory, 0 for none; half of the heap at most, less in one below 256 MB");
  static final Key<Boolean> ENABLE_COMPRESSION =
      Key.of(
          "cache.enable_compression",
          flag(),
          STORE.compression(),
          "whether to compress stored bodies over 1 KiB that are not encoded already");
  static final Key<Duration> CLEANUP_INTERVAL_HOURS =
      Key.of(
          "cache.cleanup_interval_hours",
          hours(),
          StoreBounds.DEFAULT.cleanupInterval(),
          "interval between two sweeps of expired responses");
  static final Key<Duration> STORE_BUDGET =
      Key.of(
          "cache.store_budget",
          duration(),
          STORE.budget(),
          "longest wait for the store, 10s at least for recordings; then nothing is stored");
  static final Key<Set<String>> CACHEABLE_METHODS =
      Key.of(
              "cache.cacheable_methods",
              methods(),
              DEFAULT.cacheableMethods(),
              "methods whose responses are stored, only GET in http policy; HEAD is answered from GET")
          .alsoInMappings();
  static final Key<Boolean> CACHE_ERROR_RESPONSES =
      Key.of(
              "cache.cache_error_responses",
              flag(),
              DEFAULT.cacheErrorResponses(),
              "whether ttl policy stores 4xx and 5xx, except those about one caller or moment; see"
                  + " http-caching.md")
          .alsoInMappings();
  static final Key<Long> MIN_CACHE_RESPONSE_SIZE =
      Key.of(
              "cache.min_cache_response_size",
              size(0, Long.MAX_VALUE),
              DEFAULT.minResponseSize(),
              "minimum size of stored responses in ttl policy")
          .alsoInMappings();
  static final Key<Long> MAX_CACHE_RESPONSE_SIZE =
      Key.of(
              "cache.max_cache_response_size",
              size(0, Long.MAX_VALUE),
              DEFAULT.maxResponseSize(),
              "maximum size of stored responses")
          .alsoInMappings();
  static final Key<Long> MAX_KEY_BODY_SIZE =
      Key.of(
              "cache.max_key_body_size",
              size(0, 1L << 30),
              DEFAULT.maxKeyBodySize(),
              "requests with larger content bypass the cache")
          .alsoInMappings();
  static final Key<Boolean> SHARE_ACROSS_CREDENTIALS =
      Key.of(
              "cache.share_across_credentials",
              flag(),
              DEFAULT.shareAcrossCredentials(),
              "whether requests with different credentials share responses")
          .alsoInMappings();
  static final Key<Boolean> IGNORE_NO_STORE =
      Key.of(
              "cache.ignore_no_store",
              flag(),
              DEFAULT.ignoreNoStore(),
              "whether to ignore an upstream's no-store")
          .alsoInMappings();
  static final Key<Boolean> RESPECT_CLIENT_CACHE_CONTROL =
      Key.of(
              "cache.respect_client_cache_control",
              flag(),
              DEFAULT.respectClientCacheControl(),
              "whether to obey a request's Cache-Control")
          .alsoInMappings();
  static final Key<Boolean> COALESCE =
      Key.of(
              "cache.coalesce",
              flag(),
              DEFAULT.coalesce(),
              "whether equal requests in flight are collapsed into one upstream request")
          .alsoInMappings();
  static final Key<Duration> STALE_IF_ERROR_SECONDS =
      Key.of(
              "cache.stale_if_error_seconds",
              secondsOrNone(),
              DEFAULT.staleIfError(),
              "how long after it expired a response may be used if the upstream fails")
          .alsoInMappings();
  static final Key<Duration> STALE_WHILE_REVALIDATE_SECONDS =
      Key.of(
              "cache.stale_while_revalidate_seconds",
              secondsOrNone(),
              DEFAULT.staleWhileRevalidate(),
              "how long after it expired a response may be used while it is revalidated")
          .alsoInMappings();
  static final Key<Set<String>> KEY_IGNORE_QUERY =
      Key.of(
              "cache.key.ignore_query",
              parameterNames(),
              DEFAULT.key().ignoreQuery(),
              "query parameters left out of the cache key")
          .alsoInMappings();
  static final Key<List<String>> KEY_IGNORE_JSON =
      Key.of(
              "cache.key.ignore_json",
              jsonPointers(),
              DEFAULT.key().ignoreJson(),
              "members of a JSON body left out of the cache key in ttl policy")
          .alsoInMappings();
  static final Key<List<String>> KEY_HEADERS =
      Key.of(
              "cache.key.headers",
              fieldPatterns(),
              KeyConfiguration.DEFAULT_HEADERS,
              "fields in the cache key, none in http policy; those in Vary always are. This never adds"
                  + " User-Agent, Sec-*, X-Stainless-*, X-Fern-*, or fields that are not sent upstream or"
                  + " are evaluated by the proxy")
          .alsoInMappings();
  static final Key<Set<String>> KEY_CREDENTIAL_HEADERS =
      Key.of(
              "cache.key.credential_headers",
              fieldNames(),
              Set.<String>of(),
              "fields that hold credentials, besides the well-known ones")
          .alsoInMappings();

  static final List<Key<?>> ALL =
      List.of(
          BACKEND,
          DATABASE_PATH,
          POLICY,
          MODE,
          DEFAULT_TTL_DAYS,
          DEFAULT_TTL,
          MAX_ENTRIES,
          MAX_SIZE_MB,
          MEMORY_MAX_MB,
          ENABLE_COMPRESSION,
          CLEANUP_INTERVAL_HOURS,
          STORE_BUDGET,
          CACHEABLE_METHODS,
          CACHE_ERROR_RESPONSES,
          MIN_CACHE_RESPONSE_SIZE,
          MAX_CACHE_RESPONSE_SIZE,
          MAX_KEY_BODY_SIZE,
          SHARE_ACROSS_CREDENTIALS,
          IGNORE_NO_STORE,
          RESPECT_CLIENT_CACHE_CONTROL,
          COALESCE,
          STALE_IF_ERROR_SECONDS,
          STALE_WHILE_REVALIDATE_SECONDS,
          KEY_IGNORE_QUERY,
          KEY_IGNORE_JSON,
          KEY_HEADERS,
          KEY_CREDENTIAL_HEADERS);

  private CacheKeys() {}
}
