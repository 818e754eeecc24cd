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
 * A configuration that was checked and is complete.
 *
 * @param proxy what the core is told
 * @param server what the front end is told
 * @param client the upstream client's settings
 * @param storage what the storage is told
 * @param logLevel the least important level that is logged
 * @param observation what observers are told
 * @param document all of it as a file would say it
 * @param places where it was written
 */
public record Configuration(
    ProxyConfiguration proxy,
    Server server,
    Settings client,
    Store storage,
    String logLevel,
    Observation observation,
    ConfigurationDocument document,
    SettingPlaces places) {

  /** Refuses null. */
  public Configuration {
    Objects.requireNonNull(proxy, "proxy");
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(storage, "storage");
    Objects.requireNonNull(logLevel, "logLevel");
    Objects.requireNonNull(observation, "observation");
    Objects.requireNonNull(document, "document");
    Objects.requireNonNull(places, "places");
  }

  /**
   * The observers' part.
   *
   * @param structuredLog whether log events are for machines
   * @param logger the name of the logger that is written to, null for none
   * @param prices what models cost
   * @param callbacks names of classes of listeners by the event that each is told of
   */
  public record Observation(
      boolean structuredLog,
      @Nullable String logger,
      PriceTable prices,
      Map<String, String> callbacks) {
    /** The logger that is written to unless another one is named. */
    public static final String LOGGER = "io.apibuddy.proxy";

    /** Keeps the order. */
    public Observation {
      Objects.requireNonNull(prices, "prices");
      callbacks = Collections.unmodifiableMap(new LinkedHashMap<>(callbacks));
    }
  }

  /**
   * The front end's part.
   *
   * @param settings what the adapter is given
   * @param maxWorkers how many exchanges may hold a thread at one time
   * @param startTimeout how long binding may take
   * @param shutdownGrace how long exchanges in progress may take at the end, as the settings have
   *     it
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
   * The storage's part.
   *
   * @param backend the engine's name, null if the one on the class path is meant
   * @param path where it keeps its files, null if nothing was said
   * @param settings what the adapter is given besides the path
   * @param memoryMaxBytes how many bytes are held in memory too, 0 for none
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

    /** Names only for the settings: an engine's own may be secrets. */
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
