package io.apibuddy.bootstrap.config;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key at one of its places.
 *
 * @param alias the mapping, empty for all of them
 * @param key what is set
 */
record Setting(String alias, Key<?> key) {

  Setting {
    Objects.requireNonNull(alias, "alias");
    Objects.requireNonNull(key, "key");
  }

  static Setting of(Key<?> key) {
    return new Setting("", key);
  }

  // Written out, as in Key: what a record has by itself is linked anew at each start.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Setting that && alias.equals(that.alias) && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return 31 * alias.hashCode() + key.hashCode();
  }

  /** Returns the path as a file would have it. */
  String path() {
    return String.valueOf(
        alias.isEmpty() ? key.path() : Schema.MAPPINGS + "." + alias + "." + key.mappingPath());
  }
}
