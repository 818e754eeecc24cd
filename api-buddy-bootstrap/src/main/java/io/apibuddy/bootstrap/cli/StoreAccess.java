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
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * What a command needs that works on a store while no proxy does.
 *
 * @param terminal says what the engine has to say
 * @param providers where engines are looked for
 */
record StoreAccess(Terminal terminal, ClassLoader providers) {
  /** Nobody waits for an answer. */
  private static final Assignment PATIENT =
      Assignment.of("this command", "cache.store_budget", "30s");

  /** A configuration maps something; what, is all the same to a store. */
  private static final List<Assignment> ANY_API =
      List.of(Assignment.mapping("this command", "any", "http://localhost"));

  /**
   * Returns the configuration that the options stand for.
   *
   * @param more values that go before all others
   */
  LoadedConfiguration load(StoreOptions options, Assignment... more) {
    return load(options, List.of(), more);
  }

  /** Does something with the store's fixtures and closes it again. */
  int onFixtures(StoreOptions options, ToIntFunction<FixtureStore> task) {
    Configuration configuration = load(options, PATIENT).configuration();
    return on(
        configuration,
        storage ->
            task.applyAsInt(
                new FixtureStore(storage.responses(), configuration.proxy().aliases())));
  }

  /** Does something with the store, whose APIs need not be known, and closes it again. */
  <T> T onStore(StoreOptions options, Function<Storage, T> task) {
    return on(load(options, ANY_API, PATIENT).configuration(), task);
  }

  private LoadedConfiguration load(
      StoreOptions options, List<Assignment> defaults, Assignment... more) {
    List<Assignment> given = new ArrayList<>(options.assignments());
    given.addAll(List.of(more));
    return LoadedConfiguration.load(
        new ConfigurationLoader(new Providers(providers).storages()),
        new Sources(
            given, terminal.environment(), options.config, terminal.environment(), defaults));
  }

  private <T> T on(Configuration configuration, Function<Storage, T> task) {
    try (Storage storage = open(configuration)) {
      return task.apply(storage);
    } catch (CacheException e) {
      throw e.kind() == StoreException.Kind.LOCKED ? running(e) : e;
    }
  }

  /** Opens the configured storage; the caller closes it. */
  Storage open(Configuration configuration) {
    ConsoleLogging.configure(configuration); // else Logback writes all that an engine's parts say
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
