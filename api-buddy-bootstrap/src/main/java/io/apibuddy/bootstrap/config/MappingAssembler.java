package io.apibuddy.bootstrap.config;

import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.config.KeyConfiguration;
import io.apibuddy.domain.config.PathRule;
import io.apibuddy.domain.config.ThrottleConfiguration;
import io.apibuddy.ports.store.PenaltyRule;
import io.apibuddy.ports.store.RateLimit;
import io.apibuddy.ports.upstream.UpstreamTimeouts;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the mappings from configuration values. */
final class MappingAssembler {
  private final Values values;
  private final Problems problems;
  private final InjectedAssembler injected;
  private final RuleAssembler rules;

  /**
   * The size limits reported because nothing could be stored, so that each is reported only once.
   */
  private final Set<Setting> reportedSizes = new HashSet<>();

  MappingAssembler(Values values, Problems problems) {
    this.values = values;
    this.problems = problems;
    this.injected = new InjectedAssembler(values, problems);
    this.rules = new RuleAssembler(values, problems);
  }

  /** Returns the valid mappings and reports the others. */
  Map<String, AliasConfiguration> mappings() {
    Map<String, AliasConfiguration> mappings = new LinkedHashMap<>();
    Set<String> aliases = values.aliases();
    for (String alias : aliases) {
      AliasConfiguration mapping = mapping(alias);
      if (mapping != null) {
        mappings.put(alias, mapping);
      }
    }
    for (Setting setting : values.strays()) {
      if (!problems.concern(new Setting(setting.alias(), OtherKeys.UPSTREAM).path())) {
        reportStray(setting.alias(), setting, aliases);
      }
    }
    Setting limits = Setting.of(ThrottleKeys.DOMAIN_LIMITS);
    for (String alias : values.get(ThrottleKeys.DOMAIN_LIMITS).keySet()) {
      if (!aliases.contains(alias)) {
        reportStray(alias, limits, aliases);
      }
    }
    return mappings;
  }

  /** Reports a setting for an alias that is not mapped. */
  private void reportStray(String alias, Setting setting, Set<String> aliases) {
    String shorter = alias.substring(0, Math.max(0, alias.lastIndexOf('.')));
    String hint =
        setting.alias().equals(alias) && aliases.contains(shorter) // a section follows
            ? NearestName.suggestion(new Setting(shorter, setting.key()).path())
            : NearestName.hint(alias, aliases);
    if (hint.isEmpty()) {
      hint = ": add it first, by --map " + alias + "=URL or to the configuration file";
    }
    problems.add(
        values.position(setting), setting.path(), "there is no mapping named " + alias + hint);
  }

  private @Nullable AliasConfiguration mapping(String alias) {
    Setting upstream = new Setting(alias, OtherKeys.UPSTREAM);
    String objection = AliasConfiguration.violation(alias);
    if (objection != null) {
      problems.add(values.position(alias), Schema.MAPPINGS + "." + alias, objection);
      return null;
    }
    UpstreamBaseUrl url = values.find(alias, OtherKeys.UPSTREAM);
    if (url == null) {
      if (!problems.concern(upstream.path())) {
        problems.add(
            values.position(alias),
            upstream.path(),
            "is missing: where do requests for " + alias + " go?");
      }
      return null;
    }
    CachePolicy policy = values.get(alias, CacheKeys.POLICY);
    CacheConfiguration cache = cache(alias, policy);
    if (cache.minStoredSize() > cache.maxResponseSize()) {
      reportSizes(alias);
    }
    List<PathRule> rules = this.rules.of(alias, policy, other -> cache(alias, other));
    boolean sent =
        cache.mode().asksUpstream()
            || rules.stream().anyMatch(rule -> rule.cache().mode().asksUpstream());
    try {
      return new AliasConfiguration(
          alias,
          uri(url.url()),
          url.shown(),
          cache,
          timeouts(alias),
          throttle(alias),
          injected.of(alias, sent),
          rules);
    } catch (URISyntaxException e) {
      refuse(
          upstream,
          e.getIndex() == 0
              ? "upstream must begin with http:// or https://, without quotes or brackets around it"
              : "not a URL: " + e.getReason());
    } catch (IllegalArgumentException e) {
      refuse(upstream, String.valueOf(e.getMessage()));
    }
    return null;
  }

  private void refuse(Setting upstream, String why) {
    Position position = values.position(upstream);
    if (!problems.isUnresolved(position)) {
      problems.add(position, upstream.path(), why);
    }
  }

  private void reportSizes(String alias) {
    Setting culprit = null;
    for (String owner : List.of(alias, "")) {
      for (Key<Long> size :
          List.of(CacheKeys.MIN_CACHE_RESPONSE_SIZE, CacheKeys.MAX_CACHE_RESPONSE_SIZE)) {
        if (culprit == null && values.find(owner, size) != null) {
          culprit = new Setting(owner, size);
        }
      }
    }
    if (culprit != null && reportedSizes.add(culprit)) {
      problems.add(
          values.position(culprit),
          culprit.path(),
          (culprit.key().equals(CacheKeys.MIN_CACHE_RESPONSE_SIZE)
                  ? "is above max_cache_response_size"
                  : "is below min_cache_response_size")
              + ": nothing would be stored");
    }
  }

  /** Parses a URL and refuses an authority from which {@link URI} can read no host. */
  private static URI uri(String url) throws URISyntaxException {
    URI uri = new URI(url);
    String authority = uri.getRawAuthority();
    if (uri.getHost() == null && authority != null) {
      throw new IllegalArgumentException(objection(authority));
    }
    return uri;
  }

  private static String objection(String authority) {
    if (authority.chars().anyMatch(character -> character >= 128)) {
      return "upstream's host must be written in ASCII: xn--bcher-kva.example is"
          + " b\u00fccher.example";
    }
    String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
    return hostAndPort.indexOf(':') < hostAndPort.lastIndexOf(':')
        ? "upstream's host must be in brackets if it is an IPv6 address: http://[::1]:8000"
        : "upstream's host contains characters that host names cannot have, such as _";
  }

  private CacheConfiguration cache(String alias, CachePolicy policy) {
    return new CacheConfiguration.Builder()
        .policy(policy)
        .mode(values.ofStrongest(alias, CacheKeys.MODE))
        .ttl(ttl(alias))
        .cacheableMethods(ofPolicy(alias, policy, CacheKeys.CACHEABLE_METHODS))
        .cacheErrorResponses(values.get(alias, CacheKeys.CACHE_ERROR_RESPONSES))
        .minResponseSize(values.get(alias, CacheKeys.MIN_CACHE_RESPONSE_SIZE))
        .maxResponseSize(values.get(alias, CacheKeys.MAX_CACHE_RESPONSE_SIZE))
        .maxKeyBodySize(values.get(alias, CacheKeys.MAX_KEY_BODY_SIZE))
        .shareAcrossCredentials(values.get(alias, CacheKeys.SHARE_ACROSS_CREDENTIALS))
        .ignoreNoStore(values.get(alias, CacheKeys.IGNORE_NO_STORE))
        .respectClientCacheControl(values.get(alias, CacheKeys.RESPECT_CLIENT_CACHE_CONTROL))
        .coalesce(values.get(alias, CacheKeys.COALESCE))
        .staleIfError(values.get(alias, CacheKeys.STALE_IF_ERROR_SECONDS))
        .staleWhileRevalidate(values.get(alias, CacheKeys.STALE_WHILE_REVALIDATE_SECONDS))
        .key(
            new KeyConfiguration(
                values.get(alias, CacheKeys.KEY_IGNORE_QUERY),
                values.get(alias, CacheKeys.KEY_IGNORE_JSON),
                ofPolicy(alias, policy, CacheKeys.KEY_HEADERS),
                credentialHeaders(alias)))
        .build();
  }

  /**
   * Returns the value of the mapping, else the general one, else the default of the mapping's
   * policy.
   */
  private <T> T ofPolicy(String alias, CachePolicy policy, Key<T> key) {
    T own = values.find(alias, key);
    T given = own == null ? values.find(key) : own;
    return given != null ? given : Objects.requireNonNull(PolicyDefaults.of(key, policy));
  }

  private Duration ttl(String alias) {
    Duration own = values.either(alias, OtherKeys.TTL, OtherKeys.TTL_SECONDS);
    if (own != null) {
      return own;
    }
    Duration general = values.either("", CacheKeys.DEFAULT_TTL, CacheKeys.DEFAULT_TTL_DAYS);
    return general != null ? general : values.get(CacheKeys.DEFAULT_TTL_DAYS);
  }

  /**
   * The well-known fields always count: if one were missing, responses of two credentials would
   * mix.
   */
  private Set<String> credentialHeaders(String alias) {
    Set<String> fields = new HashSet<>(KeyConfiguration.DEFAULT_CREDENTIAL_HEADERS);
    fields.addAll(values.get(alias, CacheKeys.KEY_CREDENTIAL_HEADERS));
    return fields;
  }

  private ThrottleConfiguration throttle(String alias) {
    List<RateLimit> limits = values.find(alias, ThrottleKeys.LIMITS);
    String limitsKey = new Setting(alias, ThrottleKeys.LIMITS).path();
    if (limits == null) {
      limits = values.get(ThrottleKeys.DOMAIN_LIMITS).get(alias);
      limitsKey = ThrottleKeys.DOMAIN_LIMITS.path() + "." + alias;
    }
    if (limits == null) {
      long perHour = values.get(alias, ThrottleKeys.DEFAULT_REQUESTS_PER_HOUR);
      limits = perHour == 0 ? List.of() : List.of(new RateLimit(perHour, Duration.ofHours(1)));
      boolean own = values.find(alias, ThrottleKeys.DEFAULT_REQUESTS_PER_HOUR) != null;
      limitsKey = new Setting(own ? alias : "", ThrottleKeys.DEFAULT_REQUESTS_PER_HOUR).path();
    }
    boolean progressive = values.get(alias, ThrottleKeys.PROGRESSIVE_ENABLED);
    return new ThrottleConfiguration(
        limits,
        limitsKey,
        progressive
            ? new PenaltyRule(values.get(alias, ThrottleKeys.PROGRESSIVE_MAX_DELAY))
            : PenaltyRule.NONE,
        values.get(alias, ThrottleKeys.MAX_WAIT_SECONDS),
        values.get(alias, ThrottleKeys.RESPECT_UPSTREAM),
        values.get(alias, ThrottleKeys.MAX_PAUSE));
  }

  private UpstreamTimeouts timeouts(String alias) {
    return new UpstreamTimeouts(
        values.get(alias, ServerKeys.CONNECT_TIMEOUT),
        values.get(alias, ServerKeys.REQUEST_TIMEOUT),
        values.get(alias, ServerKeys.UPSTREAM_IDLE_TIMEOUT));
  }
}
