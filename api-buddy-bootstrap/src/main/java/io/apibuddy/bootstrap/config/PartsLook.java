package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.error.Problem;
import io.apibuddy.ports.spi.Settings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Looks whether what a configuration names is there; leaves nothing behind. */
@FunctionalInterface
public interface PartsLook {
  /** Looks for nothing. */
  PartsLook NONE = named -> List.of();

  /** Returns what is missing. */
  List<Problem> missing(Named named);

  /**
   * What a configuration names; it may have problems otherwise.
   *
   * @param client the upstream client's settings
   * @param storage what the storage is told
   * @param callbacks names of classes of listeners by event
   * @param places where it was written
   */
  record Named(
      Settings client,
      Configuration.Store storage,
      Map<String, String> callbacks,
      SettingPlaces places) {
    /** Keeps the order. */
    public Named {
      Objects.requireNonNull(client, "client");
      Objects.requireNonNull(storage, "storage");
      callbacks = Collections.unmodifiableMap(new LinkedHashMap<>(callbacks));
      Objects.requireNonNull(places, "places");
    }

    /** Returns what a configuration without problems names. */
    public static Named in(Configuration configuration) {
      return new Named(
          configuration.client(),
          configuration.storage(),
          configuration.observation().callbacks(),
          configuration.places());
    }
  }
}
