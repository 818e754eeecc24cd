package io.apibuddy.bootstrap.config;

import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.ProxyConfiguration;
import io.apibuddy.domain.config.StoreBounds;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.StoreCapacity;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds the configuration from values and checks what concerns several keys. */
final class ConfigurationAssembler {
  private static final long MIB = 1L << 20;
  private static final List<Key<?>> FRONTEND =
      List.of(
          ServerKeys.HOST,
          ServerKeys.PORT,
          ServerKeys.MAX_CONNECTIONS,
          ServerKeys.MAX_REQUEST_SIZE,
          ServerKeys.MAX_HEADER_SIZE,
          ServerKeys.MAX_TARGET_SIZE,
          ServerKeys.HEADER_TIMEOUT,
          ServerKeys.CLIENT_IDLE_TIMEOUT,
          ServerKeys.SHUTDOWN_GRACE);
  private static final List<Key<?>> STORAGE =
      List.of(
          CacheKeys.MAX_ENTRIES,
          CacheKeys.MAX_SIZE_MB,
          CacheKeys.STORE_BUDGET,
          CacheKeys.ENABLE_COMPRESSION);

  private final Values values;
  private final Schema schema;
  private final Supplier<String> generatedKey;
  private final PartsValidator parts;
  private final Problems problems;

  /**
   * Creates an assembler.
   *
   * @param parts looks for missing parts; called only if there is another problem, so that all are
   *     reported at once
   */
  ConfigurationAssembler(
      Values values,
      Schema schema,
      Supplier<String> generatedKey,
      PartsValidator parts,
      Problems problems) {
    this.values = values;
    this.schema = schema;
    this.generatedKey = generatedKey;
    this.parts = parts;
    this.problems = problems;
  }

  /** Returns the configuration; throws if this or an earlier step found a problem. */
  Configuration assemble() {
    ListenAddress address = new ListenAddress(values, problems);
    address.check();
    AccessAssembler access = new AccessAssembler(values, problems);
    access.check();
    Map<String, AliasConfiguration> mappings = new MappingAssembler(values, problems).mappings();
    if (mappings.isEmpty() && !problems.mayConcernMappings()) {
      problems.add(
          "",
          "no API is mapped: add --map name=https://api.example.com, or the section "
              + Schema.MAPPINGS
              + " to the configuration file");
    }
    SettingPositions positions = new SettingPositions(values, schema);
    if (!problems.isEmpty()) {
      problems.addFurther(
          parts.missing(
              new PartsValidator.NamedParts(
                  client(mappings.keySet()), store(), values.get(OtherKeys.CALLBACKS), positions)));
    }
    problems.throwIfAny();
    ProxyConfiguration proxy =
        new ProxyConfiguration(
            mappings,
            address.allowedHosts(),
            values.get(SecurityKeys.CREDENTIAL_QUERY_PARAMS),
            ProxyConfiguration.DEFAULT_SPOOL_BUDGET,
            ProxyConfiguration.DEFAULT_KEY_BODY_BUDGET,
            new StoreBounds(
                StoreCapacity.ofMebibytes(
                    values.get(CacheKeys.MAX_ENTRIES), values.get(CacheKeys.MAX_SIZE_MB)),
                values.get(CacheKeys.CLEANUP_INTERVAL_HOURS),
                values.get(OtherKeys.METRICS_RETENTION_DAYS)),
            waitingPlaces(),
            access.access(generatedKey));
    return new Configuration(
        proxy,
        server(),
        client(mappings.keySet()),
        store(),
        values.get(OtherKeys.LOGGING_LEVEL),
        observation(),
        ConfigurationDocument.of(values, schema),
        positions);
  }

  private Configuration.Observation observation() {
    String named = values.find(OtherKeys.LOGGING_PARENT_LOGGER);
    String logger = named == null ? Configuration.Observation.LOGGER : named;
    return new Configuration.Observation(
        values.get(OtherKeys.LOGGING_FORMAT).equals("json"),
        values.get(OtherKeys.LOGGING_LOG_TO_PARENT) ? logger : null,
        values.get(OtherKeys.METRICS_PRICES),
        values.get(OtherKeys.CALLBACKS));
  }

  /** Requests that wait for a limit hold workers, half of which must stay free for others. */
  private int waitingPlaces() {
    return workers() / 2;
  }

  private int workers() {
    return WorkerLimit.of(values.get(ServerKeys.MAX_WORKERS));
  }

  private Configuration.Server server() {
    Map<String, Object> frontend = settings(FRONTEND);
    frontend.put(name(ServerKeys.MAX_WORKERS), (long) workers());
    return new Configuration.Server(
        Settings.of(frontend),
        workers(),
        values.get(ServerKeys.START_TIMEOUT),
        values.get(ServerKeys.SHUTDOWN_GRACE));
  }

  /**
   * All exchanges in progress may use the same upstream, one connection each: those that hold a
   * thread, and one for each client connection that waits without a thread.
   */
  private Settings client(Collection<String> aliases) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(
        "max_connections_per_upstream",
        Math.max(values.get(ServerKeys.MAX_WORKERS), values.get(ServerKeys.MAX_CONNECTIONS)));
    String caFile = values.find(ServerKeys.UPSTREAM_CA_FILE);
    if (caFile != null) {
      settings.put("upstream_ca_file", caFile);
    }
    String proxy = values.find(ServerKeys.UPSTREAM_PROXY);
    if (proxy != null) {
      settings.put(name(ServerKeys.UPSTREAM_PROXY), proxy);
    }
    Set<String> direct = values.find(ServerKeys.NO_PROXY);
    if (direct != null) {
      settings.put(name(ServerKeys.NO_PROXY), String.join(",", direct));
    }
    for (String alias : aliases) {
      String own = values.find(alias, ServerKeys.UPSTREAM_CA_FILE);
      if (own != null) {
        settings.put("upstream_ca_file." + alias, own);
      }
    }
    return Settings.of(settings);
  }

  private Configuration.Store store() {
    Map<String, Object> settings = settings(STORAGE);
    for (Key<String> key : schema.engineKeys()) {
      String value = values.find(key);
      if (value != null) {
        settings.put(name(key), value);
      }
    }
    return new Configuration.Store(
        backend(),
        values.find(CacheKeys.DATABASE_PATH),
        settings,
        values.get(CacheKeys.MEMORY_MAX_MB) * MIB);
  }

  /** Returns the engine's name; a path wins over {@code memory} from a weaker source. */
  private @Nullable String backend() {
    String backend = values.find(CacheKeys.BACKEND);
    boolean placed = values.isOutranked(Setting.of(CacheKeys.BACKEND), CacheKeys.DATABASE_PATH);
    return placed && "memory".equals(backend) ? null : backend;
  }

  /** Returns values by the names that adapters use: the last segments of the paths. */
  private Map<String, Object> settings(List<Key<?>> keys) {
    Map<String, Object> settings = new HashMap<>();
    for (Key<?> key : keys) {
      settings.put(name(key), values.get(key));
    }
    return settings;
  }

  private static String name(Key<?> key) {
    String path = Objects.requireNonNull(key.path(), "path");
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
