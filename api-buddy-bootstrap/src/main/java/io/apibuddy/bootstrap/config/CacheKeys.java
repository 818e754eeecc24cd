package io.apibuddy.bootstrap.config;

import static io.apibuddy.bootstrap.config.Quantities.days;
import static io.apibuddy.bootstrap.config.Quantities.duration;
import static io.apibuddy.bootstrap.config.Quantities.hours;
import static io.apibuddy.bootstrap.config.Quantities.secondsOrNone;
import static io.apibuddy.bootstrap.config.Quantities.size;
import static io.apibuddy.bootstrap.config.Quantities.whole;
import static io.apibuddy.bootstrap.config.Texts.fieldNames;
import static io.apibuddy.bootstrap.config.Texts.fieldPatterns;
import static io.apibuddy.bootstrap.config.Texts.flag;
import static io.apibuddy.bootstrap.config.Texts.jsonPointers;
import static io.apibuddy.bootstrap.config.Texts.methods;
import static io.apibuddy.bootstrap.config.Texts.oneOf;
import static io.apibuddy.bootstrap.config.Texts.parameterNames;
import static io.apibuddy.bootstrap.config.Texts.path;
import static io.apibuddy.bootstrap.config.Texts.text;

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
          path("a path, ~ written out, or :memory:"),
          "where responses are kept; :memory: for no longer than the process");
  static final Key<CachePolicy> POLICY =
      Key.of(
              "cache.policy",
              oneOf(CachePolicy.class),
              CachePolicy.TTL,
              "whose rules count: the configured lifetime, or those of RFC 9111")
          .alsoInMappings();
  static final Key<CacheMode> MODE =
      Key.of(
              "cache.mode",
              oneOf(CacheMode.class),
              CacheMode.CACHE,
              "which part store and upstream have, see http-caching.md")
          .alsoInMappings();
  static final Key<Duration> DEFAULT_TTL_DAYS =
      Key.of("cache.default_ttl_days", days(), DEFAULT.ttl(), "how long responses are fresh");
  static final Key<Duration> DEFAULT_TTL =
      Key.optional("cache.default_ttl", duration(), "the same with a unit; goes before it");
  static final Key<Long> MAX_ENTRIES =
      Key.of(
          "cache.max_entries",
          whole(1, Long.MAX_VALUE),
          STORE.capacity().maxEntries(),
          "responses that are kept");
  static final Key<Long> MAX_SIZE_MB =
      Key.of(
          "cache.max_size_mb",
          whole(1, 1L << 40),
          STORE.capacity().mebibytes(),
          "MiB of responses that are kept, with their requests");
  static final Key<Long> MEMORY_MAX_MB =
      Key.of("cache.memory_max_mb", whole(0, 1L << 20), 64L, "MiB held in memory too, 0 for none");
  static final Key<Boolean> ENABLE_COMPRESSION =
      Key.of(
          "cache.enable_compression",
          flag(),
          STORE.compression(),
          "whether bodies over 1 KiB that are not encoded already are kept compressed");
  static final Key<Duration> CLEANUP_INTERVAL_HOURS =
      Key.of(
          "cache.cleanup_interval_hours",
          hours(),
          StoreBounds.DEFAULT.cleanupInterval(),
          "between two sweeps of expired responses");
  static final Key<Duration> STORE_BUDGET =
      Key.of(
          "cache.store_budget",
          duration(),
          STORE.budget(),
          "a store slower than this loses the response");
  static final Key<Set<String>> CACHEABLE_METHODS =
      Key.of(
              "cache.cacheable_methods",
              methods(),
              DEFAULT.cacheableMethods(),
              "methods whose responses are kept, GET alone in http policy; HEAD is answered from GET")
          .alsoInMappings();
  static final Key<Boolean> CACHE_ERROR_RESPONSES =
      Key.of(
              "cache.cache_error_responses",
              flag(),
              DEFAULT.cacheErrorResponses(),
              "whether 4xx and 5xx are kept in ttl policy, but those about one caller or moment, see"
                  + " http-caching.md")
          .alsoInMappings();
  static final Key<Long> MIN_CACHE_RESPONSE_SIZE =
      Key.of(
              "cache.min_cache_response_size",
              size(0, Long.MAX_VALUE),
              DEFAULT.minResponseSize(),
              "smaller responses are not kept in ttl policy")
          .alsoInMappings();
  static final Key<Long> MAX_CACHE_RESPONSE_SIZE =
      Key.of(
              "cache.max_cache_response_size",
              size(0, Long.MAX_VALUE),
              DEFAULT.maxResponseSize(),
              "larger responses are not kept")
          .alsoInMappings();
  static final Key<Long> MAX_KEY_BODY_SIZE =
      Key.of(
              "cache.max_key_body_size",
              size(0, 1L << 30),
              DEFAULT.maxKeyBodySize(),
              "requests with a longer body pass uncached")
          .alsoInMappings();
  static final Key<Boolean> SHARE_ACROSS_CREDENTIALS =
      Key.of(
              "cache.share_across_credentials",
              flag(),
              DEFAULT.shareAcrossCredentials(),
              "whether different credentials share responses")
          .alsoInMappings();
  static final Key<Boolean> IGNORE_NO_STORE =
      Key.of(
              "cache.ignore_no_store",
              flag(),
              DEFAULT.ignoreNoStore(),
              "whether an upstream's no-store is overruled")
          .alsoInMappings();
  static final Key<Boolean> RESPECT_CLIENT_CACHE_CONTROL =
      Key.of(
              "cache.respect_client_cache_control",
              flag(),
              DEFAULT.respectClientCacheControl(),
              "whether a request's Cache-Control counts")
          .alsoInMappings();
  static final Key<Boolean> COALESCE =
      Key.of(
              "cache.coalesce",
              flag(),
              DEFAULT.coalesce(),
              "whether equal requests in flight make one upstream call")
          .alsoInMappings();
  static final Key<Duration> STALE_IF_ERROR_SECONDS =
      Key.of(
              "cache.stale_if_error_seconds",
              secondsOrNone(),
              DEFAULT.staleIfError(),
              "how long an expired response may stand in for an upstream's failure")
          .alsoInMappings();
  static final Key<Duration> STALE_WHILE_REVALIDATE_SECONDS =
      Key.of(
              "cache.stale_while_revalidate_seconds",
              secondsOrNone(),
              DEFAULT.staleWhileRevalidate(),
              "how long an expired response may be used while a new one is fetched")
          .alsoInMappings();
  static final Key<Set<String>> KEY_IGNORE_QUERY =
      Key.of(
              "cache.key.ignore_query",
              parameterNames(),
              DEFAULT.key().ignoreQuery(),
              "query parameters that do not tell requests apart")
          .alsoInMappings();
  static final Key<List<String>> KEY_IGNORE_JSON =
      Key.of(
              "cache.key.ignore_json",
              jsonPointers(),
              DEFAULT.key().ignoreJson(),
              "members of a JSON body that do not tell requests apart")
          .alsoInMappings();
  static final Key<List<String>> KEY_HEADERS =
      Key.of(
              "cache.key.headers",
              fieldPatterns(),
              KeyConfiguration.DEFAULT_HEADERS,
              "fields that tell requests apart, none in http policy; those in Vary always do."
                  + " User-Agent, Sec-*, X-Stainless-*, X-Fern-*, what is not sent upstream and what is"
                  + " evaluated here never count by this")
          .alsoInMappings();
  static final Key<Set<String>> KEY_CREDENTIAL_HEADERS =
      Key.of(
              "cache.key.credential_headers",
              fieldNames(),
              Set.<String>of(),
              "fields that hold credentials, besides the usual ones")
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
