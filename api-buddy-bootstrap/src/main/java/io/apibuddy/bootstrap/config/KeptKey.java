package io.apibuddy.bootstrap.config;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests an access key at the first call and returns the same key from then on, so that a reload
 * of the configuration does not change the key. Safe for concurrent use.
 */
final class KeptKey implements Supplier<String> {
  private final Supplier<String> maker;
  private @Nullable String made;

  KeptKey(Supplier<String> maker) {
    this.maker = maker;
  }

  @Override
  public synchronized String get() {
    String known = made;
    if (known == null) {
      known = maker.get();
      made = known;
    }
    return known;
  }
}
