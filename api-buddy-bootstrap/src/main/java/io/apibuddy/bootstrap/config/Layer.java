package io.apibuddy.bootstrap.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The checked values of one source, in the order in which they were written. Not safe for
 * concurrent use.
 */
final class Layer {
  private final Map<Setting, PositionedValue> values = new LinkedHashMap<>();
  private final Map<String, Position> mappings = new LinkedHashMap<>();

  /**
   * A value that the source sets.
   *
   * @param value the value, of the key's type
   * @param position where the value was written
   */
  record PositionedValue(Object value, Position position) {}

  /** Checks a value and keeps or reports it. The later of two values wins. */
  void accept(Setting setting, Node node, Problems problems) {
    Object value = setting.key().type().read(node);
    if (value == null) {
      Node culprit = setting.key().type().culprit().apply(node);
      if (!problems.isUnresolved(culprit.position())) {
        problems.add(
            culprit.position(),
            setting.path(),
            "expected " + setting.key().type().expected() + found(setting.key(), culprit));
      }
    } else {
      values.put(setting, new PositionedValue(value, node.position()));
    }
  }

  private static String found(Key<?> key, Node node) {
    return key.sensitive() ? "" : ", found " + node.found();
  }

  /** Notes that the source has a mapping, even if it sets none of its keys. */
  void addMapping(String alias, Position position) {
    mappings.put(alias, position);
  }

  /** Returns the mappings that the source has as such, and where they were written. */
  Map<String, Position> mappings() {
    return Collections.unmodifiableMap(mappings);
  }

  @Nullable PositionedValue find(Setting setting) {
    return values.get(setting);
  }

  Iterable<Setting> settings() {
    return values.keySet();
  }
}
