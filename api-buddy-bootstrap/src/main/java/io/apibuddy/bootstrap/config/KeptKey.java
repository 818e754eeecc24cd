package io.apibuddy.bootstrap.config;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has a key made when it is first wanted: a configuration that is read again finds the same one, so
 * that no client has to be told another. Safe for concurrent use.
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
