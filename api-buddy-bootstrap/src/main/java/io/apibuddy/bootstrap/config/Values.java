package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.config.Layer.Given;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What holds when all sources are laid over each other. */
final class Values {
  private final List<Layer> layers;

  /** Takes the sources, the strongest first. */
  Values(List<Layer> layers) {
    this.layers = List.copyOf(layers);
  }

  /** Returns what is set for all mappings, or the default; the key must have one. */
  <T> T get(Key<T> key) {
    T value = find(key);
    return value != null ? value : Objects.requireNonNull(key.fallback(), "default");
  }

  /** Returns what is set in the mapping, else what is set for all, else the default. */
  <T> T get(String alias, Key<T> key) {
    T value = value(alias, key);
    return value != null ? value : get(key);
  }

  /**
   * Returns what the strongest source sets, in the mapping or for all, else the default; in one
   * source the mapping goes first.
   */
  <T> T ofStrongest(String alias, Key<T> key) {
    boolean general = rank(new Setting("", key)) < rank(new Setting(alias, key));
    return general ? get(key) : get(alias, key);
  }

  /**
   * Returns whether a stronger source than the one of a mapping's setting sets {@code key}, in the
   * mapping or for all.
   */
  boolean isOutranked(Setting setting, Key<?> key) {
    int own = rank(setting);
    return rank(Setting.of(key)) < own || rank(new Setting(setting.alias(), key)) < own;
  }

  /** Returns what is set for all mappings, null if nothing is. */
  <T> @Nullable T find(Key<T> key) {
    return value("", key);
  }

  /** Returns what is set in the mapping itself, null if nothing is. */
  <T> @Nullable T find(String alias, Key<T> key) {
    return value(alias, key);
  }

  /**
   * Returns what the stronger source sets of two keys that mean the same; in one source the
   * preferred key wins; null if neither is set.
   */
  <T> @Nullable T either(String alias, Key<T> preferred, Key<T> other) {
    return value(alias, holding(alias, preferred, other));
  }

  /** Returns which of two keys {@link #either} listens to, the preferred one if neither is set. */
  <T> Key<T> holding(String alias, Key<T> preferred, Key<T> other) {
    return rank(new Setting(alias, other)) < rank(new Setting(alias, preferred))
        ? other
        : preferred;
  }

  /** Returns where a setting was given; the empty place if it was not. */
  Position position(Setting setting) {
    Given given = given(setting);
    return given == null ? Position.of("") : given.position();
  }

  /** Returns every alias, those of weaker sources first. */
  Set<String> aliases() {
    Set<String> aliases = new LinkedHashSet<>();
    for (int i = layers.size() - 1; i >= 0; i--) {
      for (Setting setting : layers.get(i).settings()) {
        if (!setting.alias().isEmpty()) {
          aliases.add(setting.alias());
        }
      }
    }
    return aliases;
  }

  @SuppressWarnings("unchecked") // a key's own type read the value
  private <T> @Nullable T value(String alias, Key<T> key) {
    Given given = given(new Setting(alias, key));
    return given == null ? null : (T) given.value();
  }

  private @Nullable Given given(Setting setting) {
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
