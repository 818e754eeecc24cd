package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.config.KeyConfiguration;
import io.apibuddy.domain.config.PathRule;
import io.apibuddy.domain.routing.Route;
import io.apibuddy.domain.routing.RoutedTarget;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.StoreCapacity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rule that covers a request of one mapping: the first matching rule of the mapping,
 * otherwise the first matching built-in one, otherwise the mapping's general configuration. Safe
 * for concurrent use.
 */
public final class RuleBook {

  /** The settings on which keys depend. */
  private record KeyRules(CachePolicy policy, boolean shared, KeyConfiguration key) {

    // Written out: the methods that a record generates are linked at each start, which takes time.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof KeyRules that
          && policy == that.policy
          && shared == that.shared
          && key.equals(that.key);
    }

    @Override
    public int hashCode() {
      return Objects.hash(policy, shared, key);
    }
  }

  private record Entry(PathRule rule, Ruling ruling) {}

  private record FieldEntry(BuiltInRules.ByField rule, Ruling ruling) {}

  private final AliasConfiguration mapping;
  private final Set<String> credentialQueryParams;
  private final byte[] secret;
  private final StoreCapacity capacity;
  private final Map<KeyRules, CacheKeyFactory> keys = new HashMap<>();
  private final Ruling general;
  private final Entry[] own;
  private final FieldEntry[] byField;
  private final Entry[] builtIn;

  /** Those of the built-in rules that are for one of the usual methods, by method. */
  private final Map<String, Entry[]> builtInFor;

  /**
   * Creates the rule book of a route.
   *
   * @param credentialQueryParams the names of query parameters that hold credentials
   * @param secret the storage's secret
   * @param capacity how much the store may hold
   */
  public RuleBook(
      Route route, Set<String> credentialQueryParams, byte[] secret, StoreCapacity capacity) {
    this.mapping = route.configuration();
    this.credentialQueryParams = credentialQueryParams;
    this.secret = secret.clone();
    this.capacity = capacity;
    this.general = ruling("", mapping.cache());
    List<Entry> rules = new ArrayList<>();
    for (PathRule rule : mapping.rules()) {
      rules.add(new Entry(rule, ruling("rules/" + rules.size(), rule.cache())));
    }
    this.own = rules.toArray(Entry[]::new);
    this.byField =
        BuiltInRules.byField(mapping.cache()).stream()
            .map(rule -> new FieldEntry(rule, ruling(rule.name(), rule.cache())))
            .toArray(FieldEntry[]::new);
    this.builtIn =
        BuiltInRules.of(route.origin().getHost(), mapping.cache()).stream()
            .map(named -> new Entry(named.rule(), ruling(named.name(), named.rule().cache())))
            .toArray(Entry[]::new);
    this.builtInFor = Map.of("GET", builtInFor("GET"), "POST", builtInFor("POST"));
  }

  private Entry[] builtInFor(String method) {
    return Arrays.stream(builtIn).filter(entry -> entry.rule.isFor(method)).toArray(Entry[]::new);
  }

  /**
   * Returns the ruling for a request; creates no objects.
   *
   * @param headers the request's fields
   */
  public Ruling find(String method, RoutedTarget target, Headers headers) {
    for (Entry entry : own) {
      if (entry.rule.covers(method, target.rest().path())) {
        return entry.ruling;
      }
    }
    for (FieldEntry entry : byField) {
      if (entry.rule.covers(method, headers)) {
        return entry.ruling;
      }
    }
    for (Entry entry : builtInFor.getOrDefault(method, builtIn)) {
      if (entry.rule.covers(method, target.upstream().path())) {
        return entry.ruling;
      }
    }
    return general;
  }

  /** Returns all factories that make keys for requests of the mapping. */
  public Collection<CacheKeyFactory> keys() {
    return Collections.unmodifiableCollection(keys.values());
  }

  private Ruling ruling(String rule, CacheConfiguration configured) {
    CacheConfiguration cache = configured.effectiveFor(capacity);
    CacheKeyFactory factory =
        keys.computeIfAbsent(
            new KeyRules(cache.policy(), cache.shareAcrossCredentials(), cache.key()),
            any -> new CacheKeyFactory(mapping.withCache(cache), credentialQueryParams, secret));
    boolean byMode = mapping.cache().mode() == CacheMode.PASSTHROUGH;
    return new Ruling(rule, cache, factory, rule.isEmpty() || byMode ? "passthrough" : rule);
  }
}
