package io.apibuddy.ports.spi;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one adapter. Immutable.
 *
 * <p>Names are those of the configuration file. Values were validated and converted to {@link
 * String}, {@link Long}, {@link Boolean} or {@link Duration}. The value of a setting that only the
 * adapter knows is the text as it was written; the accessor converts it to the type that it
 * returns.
 */
public final class Settings {

  /** No settings: all defaults apply. */
  public static final Settings NONE = new Settings(Map.of());

  private final Map<String, Object> values;

  private Settings(Map<String, Object> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * Returns settings with the given values.
   *
   * @throws IllegalArgumentException if a value has a type other than those named above
   */
  public static Settings of(Map<String, ?> values) {
    values.forEach(
        (name, value) -> {
          if (!(value instanceof String
              || value instanceof Long
              || value instanceof Boolean
              || value instanceof Duration)) {
            throw new IllegalArgumentException(name + ": unsupported type of value");
          }
        });
    return new Settings(Map.copyOf(values));
  }

  /** Returns the names of all settings that have a value. */
  public Set<String> names() {
    return values.keySet();
  }

  /**
   * Returns a text, or {@code fallback} if the setting has no value.
   *
   * @throws IllegalArgumentException if the value is not a text; the message names the setting
   */
  public String text(String name, String fallback) {
    return value(name, String.class, fallback);
  }

  /**
   * Returns a text, or null if the setting has no value.
   *
   * @throws IllegalArgumentException if the value is not a text; the message names the setting
   */
  public @Nullable String text(String name) {
    Object value = values.get(name);
    return value == null ? null : value(name, String.class, "");
  }

  /**
   * Returns a whole number, or {@code fallback} if the setting has no value.
   *
   * @throws IllegalArgumentException if the value is not a whole number; the message names the
   *     setting
   */
  public long number(String name, long fallback) {
    return value(name, Long.class, fallback);
  }

  /**
   * Returns a switch, or {@code fallback} if the setting has no value.
   *
   * @throws IllegalArgumentException if the value is neither true nor false; the message names the
   *     setting
   */
  public boolean flag(String name, boolean fallback) {
    return value(name, Boolean.class, fallback);
  }

  /**
   * Returns a duration, or {@code fallback} if the setting has no value. A text is a whole number
   * followed by {@code ms}, {@code s}, {@code m}, {@code h} or {@code d}; without a unit it means
   * seconds.
   *
   * @throws IllegalArgumentException if the value is not a duration; the message names the setting
   */
  public Duration duration(String name, Duration fallback) {
    return value(name, Duration.class, fallback);
  }

  private <T> T value(String name, Class<T> type, T fallback) {
    Object value = values.get(name);
    if (value == null) {
      return fallback;
    }
    Object read = value instanceof String text ? SettingText.read(text, type) : value;
    if (!type.isInstance(read)) {
      throw new IllegalArgumentException(
          name
              + ": expected "
              + type.getSimpleName()
              + ", found "
              + (read == null ? "a text that is none" : value.getClass().getSimpleName()));
    }
    return type.cast(read);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Settings that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** Shows the names only, since a value may be a secret. */
  @Override
  public String toString() {
    return "Settings" + values.keySet();
  }
}
