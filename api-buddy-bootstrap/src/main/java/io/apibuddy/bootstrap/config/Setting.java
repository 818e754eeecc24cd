package io.apibuddy.bootstrap.config;

import java.util.Objects;

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

  /** Returns the path as a file would have it. */
  String path() {
    return String.valueOf(
        alias.isEmpty() ? key.path() : Schema.MAPPINGS + "." + alias + "." + key.mappingPath());
  }
}
