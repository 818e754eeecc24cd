package io.apibuddy.bootstrap.config;

import io.apibuddy.domain.config.CachePolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The defaults of keys by policy; for some keys they differ between {@code ttl} and {@code http}.
 */
final class PolicyDefaults {
  /** The keys whose default depends on the policy. */
  static final List<Key<?>> KEYS = List.of(CacheKeys.CACHEABLE_METHODS, CacheKeys.KEY_HEADERS);

  private static final Map<Key<?>, Object> HTTP =
      Map.of(CacheKeys.CACHEABLE_METHODS, Set.of("GET"), CacheKeys.KEY_HEADERS, List.of());

  private PolicyDefaults() {}

  /** Returns a key's default under a policy, null if it has none. */
  @SuppressWarnings("unchecked") // the map holds a value of its own type for each key
  static <T> @Nullable T of(Key<T> key, CachePolicy policy) {
    Object own = policy == CachePolicy.HTTP ? HTTP.get(key) : null;
    return own == null ? key.fallback() : (T) own;
  }
}
