package io.apibuddy.bootstrap.config;

import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.config.KeyConfiguration;
import io.apibuddy.ports.upstream.UpstreamTimeouts;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the mappings out of values. */
final class MappingAssembler {
  private final Values values;
  private final Problems problems;
  private final InjectedAssembler injected;

  MappingAssembler(Values values, Problems problems) {
    this.values = values;
    this.problems = problems;
    this.injected = new InjectedAssembler(values, problems);
  }

  /** Returns the mappings that are sound; the others are reported. */
  Map<String, AliasConfiguration> mappings() {
    Map<String, AliasConfiguration> mappings = new LinkedHashMap<>();
    for (String alias : values.aliases()) {
      AliasConfiguration mapping = mapping(alias);
      if (mapping != null) {
        mappings.put(alias, mapping);
      }
    }
    return mappings;
  }

  private @Nullable AliasConfiguration mapping(String alias) {
    Setting upstream = new Setting(alias, OtherKeys.UPSTREAM);
    String url = values.find(alias, OtherKeys.UPSTREAM);
    if (url == null) {
      problems.add(upstream.path(), "is missing: where do requests for " + alias + " go?");
      return null;
    }
    CacheConfiguration cache = cache(alias);
    if (cache.leastStoredSize() > cache.maxResponseSize()) {
      problems.add(
          Schema.MAPPINGS + "." + alias,
          "min_cache_response_size is above max_cache_response_size: nothing would be kept");
    }
    try {
      return new AliasConfiguration(
          alias, new URI(url), cache, timeouts(alias), injected.of(alias));
    } catch (URISyntaxException e) {
      problems.add(values.position(upstream), upstream.path(), "not a URL: " + e.getReason());
    } catch (IllegalArgumentException e) {
      problems.add(values.position(upstream), upstream.path(), String.valueOf(e.getMessage()));
    }
    return null;
  }

  private CacheConfiguration cache(String alias) {
    CachePolicy policy =
        CachePolicy.valueOf(values.get(alias, CacheKeys.POLICY).toUpperCase(Locale.ROOT));
    boolean http = policy == CachePolicy.HTTP;
    return new CacheConfiguration(
        policy,
        ttl(alias),
        http
            ? given(alias, CacheKeys.CACHEABLE_METHODS, Set.of("GET"))
            : values.get(alias, CacheKeys.CACHEABLE_METHODS),
        values.get(alias, CacheKeys.CACHE_ERROR_RESPONSES),
        values.get(alias, CacheKeys.MIN_CACHE_RESPONSE_SIZE),
        values.get(alias, CacheKeys.MAX_CACHE_RESPONSE_SIZE),
        values.get(alias, CacheKeys.MAX_KEY_BODY_SIZE),
        values.get(alias, CacheKeys.SHARE_ACROSS_CREDENTIALS),
        values.get(alias, CacheKeys.IGNORE_NO_STORE),
        values.get(alias, CacheKeys.RESPECT_CLIENT_CACHE_CONTROL),
        values.get(alias, CacheKeys.COALESCE),
        values.get(alias, CacheKeys.STALE_IF_ERROR_SECONDS),
        values.get(alias, CacheKeys.STALE_WHILE_REVALIDATE_SECONDS),
        new KeyConfiguration(
            values.get(alias, CacheKeys.KEY_IGNORE_QUERY),
            values.get(alias, CacheKeys.KEY_IGNORE_JSON),
            http
                ? given(alias, CacheKeys.KEY_HEADERS, List.of())
                : values.get(alias, CacheKeys.KEY_HEADERS),
            credentialHeaders(alias)));
  }

  /** Returns what is set, for the mapping or for all, else something else than the default. */
  private <T> T given(String alias, Key<T> key, T otherwise) {
    T own = values.find(alias, key);
    T general = own == null ? values.find(key) : own;
    return general == null ? otherwise : general;
  }

  private Duration ttl(String alias) {
    Duration own = values.either(alias, OtherKeys.TTL, OtherKeys.TTL_SECONDS);
    if (own != null) {
      return own;
    }
    Duration general = values.either("", CacheKeys.DEFAULT_TTL, CacheKeys.DEFAULT_TTL_DAYS);
    return general != null ? general : values.get(CacheKeys.DEFAULT_TTL_DAYS);
  }

  /** The usual ones hold always: a forgotten one would mix the answers of two credentials. */
  private Set<String> credentialHeaders(String alias) {
    Set<String> fields = new HashSet<>(KeyConfiguration.DEFAULT_CREDENTIAL_HEADERS);
    fields.addAll(values.get(alias, CacheKeys.KEY_CREDENTIAL_HEADERS));
    return fields;
  }

  private UpstreamTimeouts timeouts(String alias) {
    return new UpstreamTimeouts(
        values.get(alias, ServerKeys.CONNECT_TIMEOUT),
        values.get(alias, ServerKeys.REQUEST_TIMEOUT),
        values.get(alias, ServerKeys.UPSTREAM_IDLE_TIMEOUT));
  }
}
