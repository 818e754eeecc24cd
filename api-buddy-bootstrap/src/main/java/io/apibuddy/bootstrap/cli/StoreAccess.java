package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.config.Assignment;
import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.config.ConfigurationLoader;
import io.apibuddy.bootstrap.config.LoadedConfiguration;
import io.apibuddy.bootstrap.config.Sources;
import io.apibuddy.bootstrap.error.CacheException;
import io.apibuddy.bootstrap.fixture.FixtureStore;
import io.apibuddy.bootstrap.wiring.Providers;
import io.apibuddy.bootstrap.wiring.StoreAtRest;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * What a command needs that works on a store while no proxy does.
 *
 * @param terminal says what the engine has to say
 * @param providers where engines are looked for
 */
record StoreAccess(Terminal terminal, ClassLoader providers) {

  /**
   * Returns the configuration that the options stand for.
   *
   * @param more values that go before all others
   */
  LoadedConfiguration load(StoreOptions options, Assignment... more) {
    List<Assignment> given = new ArrayList<>(options.assignments());
    given.addAll(List.of(more));
    return LoadedConfiguration.load(
        new ConfigurationLoader(new Providers(providers).storages()),
        new Sources(
            given, terminal.environment(), options.config, terminal.environment(), List.of()));
  }

  /** Does something with the store's fixtures and closes it again. */
  int onFixtures(StoreOptions options, ToIntFunction<FixtureStore> task) {
    // Nobody waits for an answer here.
    Configuration configuration =
        load(options, Assignment.of("fixtures", "cache.store_budget", "30s")).configuration();
    try (Storage storage = open(configuration)) {
      return task.applyAsInt(
          new FixtureStore(storage.responses(), configuration.proxy().aliases()));
    } catch (CacheException e) {
      throw e.kind() == StoreException.Kind.LOCKED ? running(e) : e;
    }
  }

  /** Opens the configured storage; the caller closes it. */
  Storage open(Configuration configuration) {
    return StoreAtRest.open(
        configuration,
        providers,
        new CacheDirectory(terminal.environment(), terminal.home()),
        this::tell);
  }

  private void tell(Notice notice) {
    terminal.err().println("api-buddy: " + notice.message());
  }

  private static CacheException running(CacheException e) {
    return new CacheException(
        new StoreException(
            StoreException.Kind.LOCKED,
            e.getMessage() + "\nStop the api-buddy that runs on it, and start it again afterwards",
            e));
  }
}
