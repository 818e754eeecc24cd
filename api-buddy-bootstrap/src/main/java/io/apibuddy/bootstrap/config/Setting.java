package io.apibuddy.bootstrap.config;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key in a mapping or for all mappings.
 *
 * @param alias the mapping, empty for all of them
 * @param key the key
 */
record Setting(String alias, Key<?> key) {

  Setting {
    Objects.requireNonNull(alias, "alias");
    Objects.requireNonNull(key, "key");
  }

  static Setting of(Key<?> key) {
    return new Setting("", key);
  }

  // Written out, as in Key: a record's generated methods are linked at each start, which takes
  // time.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Setting that && alias.equals(that.alias) && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return 31 * alias.hashCode() + key.hashCode();
  }

  /** Returns the dotted path as in a file. */
  String path() {
    return String.valueOf(
        alias.isEmpty() ? key.path() : Schema.MAPPINGS + "." + alias + "." + key.mappingPath());
  }
}
