package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.error.ConfigurationException;
import java.util.Objects;

/**
 * A configuration and where it came from, so that it can be read again. Immutable.
 *
 * @param loader reads the sources
 * @param sources where the values came from
 * @param configuration what they say together
 */
public record LoadedConfiguration(
    ConfigurationLoader loader, Sources sources, Configuration configuration) {

  /** Refuses null. */
  public LoadedConfiguration {
    Objects.requireNonNull(loader, "loader");
    Objects.requireNonNull(sources, "sources");
    Objects.requireNonNull(configuration, "configuration");
  }

  /**
   * Reads the sources.
   *
   * @throws ConfigurationException with every problem of every source
   */
  public static LoadedConfiguration load(ConfigurationLoader loader, Sources sources) {
    return new LoadedConfiguration(loader, sources, loader.load(sources));
  }
}
