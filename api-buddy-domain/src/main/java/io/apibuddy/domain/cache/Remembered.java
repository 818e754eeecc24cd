package io.apibuddy.domain.cache;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What follows from a name, worked out once for each of the first many. Safe for concurrent use.
 */
final class Remembered<V> {

  /** How many names are remembered; clients use few. */
  private static final int MOST = 1024;

  private final Function<String, V> derive;
  private final Map<String, V> known = new ConcurrentHashMap<>();

  /**
   * Makes one that remembers nothing yet.
   *
   * @param derive gives what follows from a name, the same each time
   */
  Remembered(Function<String, V> derive) {
    this.derive = derive;
  }

  V of(String name) {
    V value = known.get(name);
    if (value == null) {
      value = derive.apply(name);
      if (known.size() < MOST) {
        known.put(name, value);
      }
    }
    return value;
  }
}
