package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.error.Problem;
import io.apibuddy.ports.spi.Settings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Checks whether the parts that a configuration names exist, and leaves nothing behind. */
@FunctionalInterface
public interface PartsValidator {
  /** A check that finds nothing missing. */
  PartsValidator NONE = named -> List.of();

  /** Returns a problem for each part that is missing. */
  List<Problem> missing(NamedParts named);

  /**
   * The parts that a configuration names. The configuration may have other problems.
   *
   * @param client the upstream client's settings
   * @param storage the settings of the storage
   * @param callbacks the class names of listeners by event
   * @param positions where the settings were written
   */
  record NamedParts(
      Settings client,
      Configuration.Store storage,
      Map<String, String> callbacks,
      SettingPositions positions) {
    /** Keeps the order. */
    public NamedParts {
      Objects.requireNonNull(client, "client");
      Objects.requireNonNull(storage, "storage");
      callbacks = Collections.unmodifiableMap(new LinkedHashMap<>(callbacks));
      Objects.requireNonNull(positions, "positions");
    }

    /** Returns the parts that a valid configuration names. */
    public static NamedParts of(Configuration configuration) {
      return new NamedParts(
          configuration.client(),
          configuration.storage(),
          configuration.observation().callbacks(),
          configuration.positions());
    }
  }
}
