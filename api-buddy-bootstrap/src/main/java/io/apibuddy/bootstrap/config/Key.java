package io.apibuddy.bootstrap.config;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One configuration key: what the file, the variables, the checks and the documentation derive
 * from.
 *
 * @param path where it stands for all mappings, sections separated by dots; null if it exists in
 *     mappings only
 * @param mappingPath its path within a mapping, null if it cannot be set there
 * @param type what it accepts
 * @param fallback its default, null if it has none
 * @param meaning half a sentence for the documentation
 * @param sensitive whether its value must never be shown
 */
record Key<T>(
    @Nullable String path,
    @Nullable String mappingPath,
    ValueType<T> type,
    @Nullable T fallback,
    String meaning,
    boolean sensitive) {

  Key {
    if (path == null && mappingPath == null) {
      throw new IllegalArgumentException("a key without a place");
    }
    Objects.requireNonNull(type, "type");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Key<?> that
            && Objects.equals(path, that.path)
            && Objects.equals(mappingPath, that.mappingPath)
            && type.equals(that.type)
            && Objects.equals(fallback, that.fallback)
            && meaning.equals(that.meaning)
            && sensitive == that.sensitive);
  }

  @Override
  public int hashCode() {
    return 31 * Objects.hashCode(path) + Objects.hashCode(mappingPath);
  }

  /** Returns a key that holds for all mappings. */
  static <T> Key<T> of(String path, ValueType<T> type, T fallback, String meaning) {
    return new Key<>(path, null, type, fallback, meaning, false);
  }

  /** Returns a key without a default. */
  static <T> Key<T> optional(String path, ValueType<T> type, String meaning) {
    return new Key<>(path, null, type, null, meaning, false);
  }

  /** Returns a key that exists in mappings only. */
  static <T> Key<T> ofMapping(String mappingPath, ValueType<T> type, String meaning) {
    return new Key<>(null, mappingPath, type, null, meaning, false);
  }

  /** Returns the same key, also to be set in a mapping for that mapping alone. */
  Key<T> alsoInMappings() {
    String section = Objects.requireNonNull(path, "path");
    return alsoInMappings(section.substring(section.indexOf('.') + 1));
  }

  /** Returns the same key, also to be set in a mapping at {@code place}, for that mapping alone. */
  Key<T> alsoInMappings(String place) {
    return new Key<>(path, place, type, fallback, meaning, sensitive);
  }

  /** Returns the same key, its value never to be shown. */
  Key<T> masked() {
    return new Key<>(path, mappingPath, type, fallback, meaning, true);
  }

  /** Returns what a file would say for one of its values. */
  @SuppressWarnings("unchecked") // the key's own type read the value
  Object write(Object value) {
    return type.write((T) value);
  }

  /** Returns the name of the variable that overrides it, null for a key of mappings only. */
  @Nullable String variable() {
    return path == null ? null : EnvironmentLayer.variable(path);
  }
}
