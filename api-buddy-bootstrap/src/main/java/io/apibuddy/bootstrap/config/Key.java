package io.apibuddy.bootstrap.config;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A configuration key. The file's form, the environment variables, the checks and the documentation
 * are all derived from it.
 *
 * @param path the path for all mappings, sections separated by dots; null if the key exists in
 *     mappings only
 * @param mappingPath the path within a mapping, null if the key cannot be set there
 * @param type the type of the values
 * @param fallback the default, null if there is none
 * @param meaning the description for the documentation, half a sentence
 * @param sensitive whether the value must never be shown
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

  /** Returns a general key with a default. */
  static <T> Key<T> of(String path, ValueType<T> type, T fallback, String meaning) {
    return new Key<>(path, null, type, fallback, meaning, false);
  }

  /** Returns a general key without a default. */
  static <T> Key<T> optional(String path, ValueType<T> type, String meaning) {
    return new Key<>(path, null, type, null, meaning, false);
  }

  /** Returns a key that exists in mappings only. */
  static <T> Key<T> ofMapping(String mappingPath, ValueType<T> type, String meaning) {
    return new Key<>(null, mappingPath, type, null, meaning, false);
  }

  /** Returns the same key, which a mapping can also set for itself. */
  Key<T> alsoInMappings() {
    String section = Objects.requireNonNull(path, "path");
    return alsoInMappings(section.substring(section.indexOf('.') + 1));
  }

  /** Returns the same key, which a mapping can also set for itself at the path {@code place}. */
  Key<T> alsoInMappings(String place) {
    return new Key<>(path, place, type, fallback, meaning, sensitive);
  }

  /** Returns the same key, whose value must never be shown. */
  Key<T> masked() {
    return new Key<>(path, mappingPath, type, fallback, meaning, true);
  }

  /** Returns a value of this key as it would be written in a file. */
  @SuppressWarnings("unchecked") // the key's own type read the value
  Object write(Object value) {
    return type.write((T) value);
  }

  /** Returns the name of the variable that overrides the key, null for a key of mappings only. */
  @Nullable String variable() {
    return path == null ? null : EnvironmentLayer.variable(path);
  }
}
