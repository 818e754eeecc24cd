package io.apibuddy.bootstrap.config;

import io.apibuddy.domain.config.CachePolicy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configuration in the form of a file: every general key with its value or default, and of each
 * mapping the values that it sets itself, with the defaults of its policy if that differs from the
 * general one. Of two keys with one meaning it has the one that holds. Secrets are masked.
 * Immutable.
 *
 * @param general plain values by dotted path: texts, numbers, booleans, lists and maps of those
 * @param mappings for each alias the plain values by their paths within a mapping
 */
public record ConfigurationDocument(
    Map<String, Object> general, Map<String, Map<String, Object>> mappings) {
  /** The text in place of a secret. */
  public static final String MASK = "********";

  /** Keeps the order. */
  public ConfigurationDocument {
    general = Collections.unmodifiableMap(new LinkedHashMap<>(general));
    mappings = Collections.unmodifiableMap(new LinkedHashMap<>(mappings));
  }

  /** Returns the document of the values in force. */
  static ConfigurationDocument of(Values values, Schema schema) {
    Map<String, Object> general = new LinkedHashMap<>();
    schema.paths(false).forEach((path, key) -> put(general, path, key, effective(values, key)));
    removeOverridden(general, values, "", CacheKeys.DEFAULT_TTL, CacheKeys.DEFAULT_TTL_DAYS);
    Map<String, Map<String, Object>> mappings = new LinkedHashMap<>();
    for (String alias : values.aliases()) {
      Map<String, Object> mapping = new LinkedHashMap<>();
      schema
          .paths(true)
          .forEach((path, key) -> put(mapping, path, key, ownValue(values, alias, key)));
      removeOverridden(mapping, values, alias, OtherKeys.TTL, OtherKeys.TTL_SECONDS);
      mappings.put(alias, Collections.unmodifiableMap(mapping));
    }
    return new ConfigurationDocument(general, mappings);
  }

  /** Returns the value at a dotted path as in a file, null if there is none. */
  public @Nullable Object find(String path) {
    Object value = general.get(path);
    for (Map.Entry<String, Map<String, Object>> mapping : mappings.entrySet()) {
      String prefix = Schema.MAPPINGS + "." + mapping.getKey() + ".";
      if (value == null && path.startsWith(prefix)) {
        value = mapping.getValue().get(path.substring(prefix.length()));
      }
    }
    return value;
  }

  /** Returns the document as JSON with sections, indented for people. */
  public String json() {
    Map<String, Object> root = new LinkedHashMap<>();
    general.forEach((path, value) -> nest(root, path, value));
    Map<String, Object> byAlias = new LinkedHashMap<>();
    mappings.forEach(
        (alias, mapping) -> {
          Map<String, Object> section = new LinkedHashMap<>();
          mapping.forEach((path, value) -> nest(section, path, value));
          byAlias.put(alias, section);
        });
    root.put(Schema.MAPPINGS, byAlias);
    return PlainJson.of(root);
  }

  private static <T> @Nullable T effective(Values values, Key<T> key) {
    T value = values.find(key);
    return value != null ? value : PolicyDefaults.of(key, values.get(CacheKeys.POLICY));
  }

  /** Removes the one of two keys with the same meaning that does not hold. */
  private static <T> void removeOverridden(
      Map<String, Object> document, Values values, String alias, Key<T> preferred, Key<T> other) {
    Key<T> effective = values.effectiveKey(alias, preferred, other);
    Key<T> overridden = effective.equals(preferred) ? other : preferred;
    if (values.find(alias, effective) != null) {
      document.remove(alias.isEmpty() ? overridden.path() : overridden.mappingPath());
    }
  }

  /**
   * Returns the value that a mapping sets, or the default of its policy if that differs from the
   * general one. Returns null for a mode that a stronger source overrides for all mappings.
   */
  private static <T> @Nullable T ownValue(Values values, String alias, Key<T> key) {
    if (key.equals(CacheKeys.MODE) && values.isOutranked(new Setting(alias, key), key)) {
      return null;
    }
    T value = values.find(alias, key);
    CachePolicy policy = values.get(alias, CacheKeys.POLICY);
    boolean another = policy != values.get(CacheKeys.POLICY);
    return value == null && another && PolicyDefaults.KEYS.contains(key) && values.find(key) == null
        ? PolicyDefaults.of(key, policy)
        : value;
  }

  private static <T> void put(
      Map<String, Object> values, String path, Key<T> key, @Nullable Object value) {
    if (value != null) {
      values.put(path, key.sensitive() ? MASK : key.write(value));
    }
  }

  @SuppressWarnings("unchecked") // a section is a map that this method made
  private static void nest(Map<String, Object> section, String path, Object value) {
    Map<String, Object> at = section;
    String rest = path;
    for (int dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.')) {
      at =
          (Map<String, Object>)
              at.computeIfAbsent(rest.substring(0, dot), name -> new LinkedHashMap<>());
      rest = rest.substring(dot + 1);
    }
    at.put(rest, value);
  }
}
