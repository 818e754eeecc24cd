package io.apibuddy.domain.cache;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A bounded, memoized function of names. Safe for concurrent use. */
final class MemoizedFunction<V> {

  /** The maximum number of remembered names; clients use few. */
  private static final int MAX_ENTRIES = 1024;

  private final Function<String, V> derive;
  private final Map<String, V> known = new ConcurrentHashMap<>();

  /**
   * Creates an empty memo.
   *
   * @param derive the function, which returns the same for a name each time
   */
  MemoizedFunction(Function<String, V> derive) {
    this.derive = derive;
  }

  V of(String name) {
    V value = known.get(name);
    if (value == null) {
      value = derive.apply(name);
      if (known.size() < MAX_ENTRIES) {
        known.put(name, value);
      }
    }
    return value;
  }
}
