package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.metrics.PriceTable;
import io.apibuddy.domain.config.ProxyConfiguration;
import io.apibuddy.ports.spi.Settings;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A complete configuration that has passed all checks.
 *
 * @param proxy the settings of the core
 * @param server the settings of the front end
 * @param client the upstream client's settings
 * @param storage the settings of the storage
 * @param logLevel the least severe level that is logged
 * @param observation the settings of logs, prices and listeners
 * @param document the whole configuration in the form of a file
 * @param positions where the settings were written
 */
public record Configuration(
    ProxyConfiguration proxy,
    Server server,
    Settings client,
    Store storage,
    String logLevel,
    Observation observation,
    ConfigurationDocument document,
    SettingPositions positions) {

  /** Refuses null. */
  public Configuration {
    Objects.requireNonNull(proxy, "proxy");
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(storage, "storage");
    Objects.requireNonNull(logLevel, "logLevel");
    Objects.requireNonNull(observation, "observation");
    Objects.requireNonNull(document, "document");
    Objects.requireNonNull(positions, "positions");
  }

  /**
   * The settings of logs, prices and listeners.
   *
   * @param structuredLog whether log events are structured, for programs to read
   * @param logger the name of the logger to write to, null for none
   * @param prices the prices of models
   * @param callbacks the class names of listeners by event
   */
  public record Observation(
      boolean structuredLog,
      @Nullable String logger,
      PriceTable prices,
      Map<String, String> callbacks) {
    /** The name of the default logger. */
    public static final String LOGGER = "io.apibuddy.proxy";

    /** Keeps the order. */
    public Observation {
      Objects.requireNonNull(prices, "prices");
      callbacks = Collections.unmodifiableMap(new LinkedHashMap<>(callbacks));
    }
  }

  /**
   * The settings of the front end.
   *
   * @param settings the settings that the adapter receives
   * @param maxWorkers the maximum number of exchanges that hold a thread at one time
   * @param startTimeout the maximum time to bind the address
   * @param shutdownGrace the time for exchanges in progress at shutdown, which is also in {@code
   *     settings}
   */
  public record Server(
      Settings settings, int maxWorkers, Duration startTimeout, Duration shutdownGrace) {
    /** Refuses null. */
    public Server {
      Objects.requireNonNull(settings, "settings");
      Objects.requireNonNull(startTimeout, "startTimeout");
      Objects.requireNonNull(shutdownGrace, "shutdownGrace");
    }
  }

  /**
   * The settings of the storage.
   *
   * @param backend the engine's name, null for the one on the class path
   * @param path where the engine keeps its files, null if not configured
   * @param settings the settings that the adapter receives besides the path
   * @param memoryMaxBytes the maximum of bytes also held in memory, 0 for none
   */
  public record Store(
      @Nullable String backend,
      @Nullable String path,
      Map<String, Object> settings,
      long memoryMaxBytes) {
    /** Copies the settings. */
    public Store {
      settings = Map.copyOf(settings);
    }

    /** Returns a text without the settings' values, because an engine's own may be secrets. */
    @Override
    public String toString() {
      return "Store[backend="
          + backend
          + ", path="
          + path
          + ", settings="
          + settings.keySet()
          + "]";
    }
  }
}
