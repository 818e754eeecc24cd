package io.apibuddy.bootstrap.config;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A supplier of one access key, which it requests from its source at the first call only, so that a
 * reload of the configuration does not change the key. Safe for concurrent use.
 */
final class MemoizedKey implements Supplier<String> {
  private final Supplier<String> source;
  private @Nullable String key;

  MemoizedKey(Supplier<String> source) {
    this.source = source;
  }

  @Override
  public synchronized String get() {
    String known = key;
    if (known == null) {
      known = source.get();
      key = known;
    }
    return known;
  }
}
