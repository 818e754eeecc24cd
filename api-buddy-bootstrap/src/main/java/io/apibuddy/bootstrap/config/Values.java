package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.config.Layer.PositionedValue;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The effective values of all sources, of which stronger ones override weaker ones. */
final class Values {
  private final List<Layer> layers;

  /** Combines sources; the strongest comes first. */
  Values(List<Layer> layers) {
    this.layers = List.copyOf(layers);
  }

  /** Returns the general value, else the default, which the key must have. */
  <T> T get(Key<T> key) {
    T value = find(key);
    return value != null ? value : Objects.requireNonNull(key.fallback(), "default");
  }

  /** Returns the mapping's value, else the general value, else the default. */
  <T> T get(String alias, Key<T> key) {
    T value = value(alias, key);
    return value != null ? value : get(key);
  }

  /**
   * Returns the value of the strongest source that sets the key in the mapping or for all, else the
   * default. Within one source the mapping's value wins.
   */
  <T> T ofStrongest(String alias, Key<T> key) {
    boolean general = rank(new Setting("", key)) < rank(new Setting(alias, key));
    return general ? get(key) : get(alias, key);
  }

  /**
   * Returns whether {@code key} is set, in the same mapping or for all, by a stronger source than
   * the one that sets {@code setting}.
   */
  boolean isOutranked(Setting setting, Key<?> key) {
    int own = rank(setting);
    return rank(Setting.of(key)) < own || rank(new Setting(setting.alias(), key)) < own;
  }

  /** Returns the general value, null if it is not set. */
  <T> @Nullable T find(Key<T> key) {
    return value("", key);
  }

  /** Returns the mapping's own value, null if it is not set. */
  <T> @Nullable T find(String alias, Key<T> key) {
    return value(alias, key);
  }

  /**
   * Returns the value of the one of two keys with the same meaning that the stronger source sets.
   * Within one source the preferred key wins. Null if neither is set.
   */
  <T> @Nullable T either(String alias, Key<T> preferred, Key<T> other) {
    return value(alias, effectiveKey(alias, preferred, other));
  }

  /** Returns which of two keys {@link #either} uses, the preferred one if neither is set. */
  <T> Key<T> effectiveKey(String alias, Key<T> preferred, Key<T> other) {
    return rank(new Setting(alias, other)) < rank(new Setting(alias, preferred))
        ? other
        : preferred;
  }

  /** Returns where a setting was written, an empty position if it is not set. */
  Position position(Setting setting) {
    PositionedValue given = given(setting);
    return given == null ? Position.of("") : given.position();
  }

  /** Returns where the strongest source has a mapping as such, else where its upstream is. */
  Position position(String alias) {
    for (Layer layer : layers) {
      Position position = layer.mappings().get(alias);
      if (position != null) {
        return position;
      }
    }
    return position(new Setting(alias, OtherKeys.UPSTREAM));
  }

  /** Returns the alias of every mapping, those of weaker sources first. */
  Set<String> aliases() {
    Set<String> aliases = new LinkedHashSet<>();
    for (int i = layers.size() - 1; i >= 0; i--) {
      aliases.addAll(layers.get(i).mappings().keySet());
      for (Setting setting : layers.get(i).settings()) {
        if (setting.key().equals(OtherKeys.UPSTREAM)) {
          aliases.add(setting.alias());
        }
      }
    }
    return aliases;
  }

  /** Returns one setting of each alias for which there is no mapping. */
  Collection<Setting> strays() {
    Set<String> aliases = aliases();
    Map<String, Setting> strays = new LinkedHashMap<>();
    for (Layer layer : layers) {
      for (Setting setting : layer.settings()) {
        if (!setting.alias().isEmpty() && !aliases.contains(setting.alias())) {
          strays.putIfAbsent(setting.alias(), setting);
        }
      }
    }
    return strays.values();
  }

  @SuppressWarnings("unchecked") // a key's own type read the value
  private <T> @Nullable T value(String alias, Key<T> key) {
    PositionedValue given = given(new Setting(alias, key));
    return given == null ? null : (T) given.value();
  }

  private @Nullable PositionedValue given(Setting setting) {
    int rank = rank(setting);
    return rank == layers.size() ? null : layers.get(rank).find(setting);
  }

  private int rank(Setting setting) {
    int rank = 0;
    while (rank < layers.size() && layers.get(rank).find(setting) == null) {
      rank++;
    }
    return rank;
  }
}
