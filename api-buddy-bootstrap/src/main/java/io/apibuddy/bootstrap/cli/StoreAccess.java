package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.config.Assignment;
import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.config.ConfigurationLoader;
import io.apibuddy.bootstrap.config.LoadedConfiguration;
import io.apibuddy.bootstrap.config.Sources;
import io.apibuddy.bootstrap.error.CacheException;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.fixture.FixtureStore;
import io.apibuddy.bootstrap.wiring.OfflineStore;
import io.apibuddy.bootstrap.wiring.Providers;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/**
 * Opens a store at rest for commands that work on it while no proxy uses it.
 *
 * @param terminal prints the engine's notices
 * @param providers the class loader that finds the engines
 */
record StoreAccess(Terminal terminal, ClassLoader providers) {
  private static final Assignment[] OFFLINE = {
    Assignment.of("this command", "cache.store_budget", "30s"), // no client waits for an answer
    Assignment.of("this command", "cache.mode", "replay") // so that no credential is needed
  };

  /** Makes a configuration valid; to the store it does not matter what is mapped. */
  private static final List<Assignment> ANY_API =
      List.of(Assignment.mapping("this command", "any", "http://localhost"));

  /**
   * Returns the configuration that the options select.
   *
   * @param more values that win over all others
   */
  LoadedConfiguration load(StoreOptions options, Assignment... more) {
    return load(options, List.of(), more);
  }

  /**
   * Runs a task on the fixtures of an existing store and closes the store.
   *
   * @param alias the only alias concerned, null for all; it must be mapped or have stored responses
   */
  <T> T onFixtures(StoreOptions options, @Nullable String alias, Function<FixtureStore, T> task) {
    Configuration configuration = load(options, OFFLINE).configuration();
    return on(
        existing(configuration), requireKnown(alias, configuration, fixtures(configuration, task)));
  }

  /** Does the same with a store that is created if there is none. */
  <T> T intoFixtures(StoreOptions options, Function<FixtureStore, T> task) {
    Configuration configuration = load(options, OFFLINE).configuration();
    return on(persistent(configuration), fixtures(configuration, task));
  }

  private static <T> Function<Storage, T> fixtures(
      Configuration configuration, Function<FixtureStore, T> task) {
    return storage -> task.apply(FixtureStore.of(storage.responses(), configuration.proxy()));
  }

  /**
   * Runs a task on an existing store and closes the store. The options need no mappings.
   *
   * @param alias the only alias concerned, null for all; it must be mapped or have stored responses
   */
  <T> T onStore(StoreOptions options, @Nullable String alias, Function<Storage, T> task) {
    Configuration configuration = load(options, ANY_API, OFFLINE).configuration();
    return on(existing(configuration), requireKnown(alias, configuration, task));
  }

  /** Refuses an unknown alias: a mistyped one must not pass for one without stored responses. */
  private static <T> Function<Storage, T> requireKnown(
      @Nullable String alias, Configuration configuration, Function<Storage, T> task) {
    if (alias == null || configuration.proxy().aliases().containsKey(alias)) {
      return task;
    }
    return storage -> {
      Set<String> stored = new TreeSet<>(storage.responses().stats(Instant.now()).keySet());
      if (!stored.contains(alias)) {
        throw new CommandFailure(
            "nothing is stored for "
                + alias
                + (stored.isEmpty() ? ", nor for any other alias" : "; responses are stored for: ")
                + String.join(", ", stored),
            ExitCode.USAGE);
      }
      return task.apply(storage);
    };
  }

  private OfflineStore existing(Configuration configuration) {
    OfflineStore store = persistent(configuration);
    if (!store.exists()) {
      throw new CommandFailure("there is no store at " + store.path());
    }
    return store;
  }

  private OfflineStore persistent(Configuration configuration) {
    OfflineStore store = find(configuration);
    if (store == null) {
      throw new ConfigurationException(
          "the store is in memory and ends with its proxy; name another with --store PATH");
    }
    return store;
  }

  private LoadedConfiguration load(
      StoreOptions options, List<Assignment> defaults, Assignment... more) {
    List<Assignment> given = new ArrayList<>(options.assignments());
    given.addAll(List.of(more));
    return LoadedConfiguration.load(
        new ConfigurationLoader(new Providers(providers).storages()),
        Sources.of(given)
            .withFile(options.config)
            .withEnvironment(terminal.environment())
            .withDefaults(defaults));
  }

  private <T> T on(OfflineStore store, Function<Storage, T> task) {
    try (Storage storage = open(store)) {
      return task.apply(storage);
    } catch (CacheException e) {
      throw e.kind() == StoreException.Kind.LOCKED ? running(e) : e;
    } catch (StoreException e) {
      throw new CacheException(
          new StoreException(e.kind(), store.path() + ": " + e.getMessage(), e));
    }
  }

  /** Returns the configured store without opening it, null if it is in memory. */
  @Nullable OfflineStore find(Configuration configuration) {
    ConsoleLogging.configure(configuration); // else Logback would print what an engine's parts log
    return OfflineStore.find(
        configuration, providers, new CacheDirectory(terminal.environment(), terminal.home()));
  }

  /** Opens a store; the caller closes it. */
  Storage open(OfflineStore store) {
    return store.open(this::printMessage);
  }

  private void printMessage(Notice notice) {
    terminal.printMessage(notice.message());
  }

  private static CacheException running(CacheException e) {
    return new CacheException(
        new StoreException(
            StoreException.Kind.LOCKED,
            e.getMessage() + "\nStop the api-buddy that uses it, and start it again afterwards",
            e));
  }
}
