package io.apibuddy.bootstrap.wiring;

import com.google.inject.Inject;
import io.apibuddy.bootstrap.admin.ConfigurationDesk;
import io.apibuddy.bootstrap.config.Assignment;
import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.config.Findings;
import io.apibuddy.bootstrap.config.FixedKeys;
import io.apibuddy.bootstrap.config.LoadedConfiguration;
import io.apibuddy.bootstrap.config.NestedMappings;
import io.apibuddy.bootstrap.config.Sources;
import io.apibuddy.bootstrap.config.UncountedNames;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.ForbiddenKeyException;
import io.apibuddy.bootstrap.error.Problem;
import io.apibuddy.domain.ProxyCore;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.store.ConfigRevision;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The configuration in force. Every change takes the same way: read and check all sources, refuse
 * what needs a restart, write it into the history, take it over at once; exchanges in progress keep
 * what they began with. What is refused changes nothing. Safe for concurrent use; one change at a
 * time.
 */
public final class LiveConfiguration implements ConfigurationDesk {
  private static final String NESTED = "nested-alias";
  private static final String UNCOUNTED = "uncounted-field";

  private final ReentrantLock lock = new ReentrantLock();
  private final Ingredients ingredients;
  private final Storage storage;
  private final LiveAdapters adapters;
  private final ProxyCore core;
  private final ObserverSettings observers;
  private final InstantSource clock;
  private final Notices notices;
  private volatile LoadedConfiguration inForce;

  /** What is read again: without updates, with the file that was read last. */
  private volatile Sources sources;

  @Inject
  LiveConfiguration(
      Ingredients ingredients,
      Storage storage,
      LiveAdapters adapters,
      ProxyCore core,
      ObserverSettings observers,
      InstantSource clock,
      Notices notices) {
    this.ingredients = ingredients;
    this.storage = storage;
    this.adapters = adapters;
    this.core = core;
    this.observers = observers;
    this.clock = clock;
    this.notices = notices;
    this.inForce = ingredients.loaded();
    this.sources = inForce.sources();
  }

  /** Returns the configuration in force. */
  @Override
  public Configuration current() {
    return inForce.configuration();
  }

  /**
   * Writes down what the proxy starts with, unless the last one that was in force said the same.
   */
  void begin() {
    observers.show(current());
    warn(NESTED, NestedMappings.of(current()), List.of());
    warn(UNCOUNTED, UncountedNames.of(current()), List.of());
    String document = current().document().json();
    try {
      Optional<ConfigRevision> latest = storage.configHistory().latest();
      if (latest.isPresent() && latest.get().document().equals(document)) {
        return;
      }
    } catch (Exception | LinkageError e) {
      // Then it is written down once more than it had to be.
    }
    record(ingredients.author(), document);
  }

  /**
   * Sets one key, before all that files, variables and flags say, until the proxy ends or
   * {@linkplain #reload reads its file again}.
   *
   * @param author who does it: {@code api} or {@code admin}
   * @param path as in a file, sections separated by dots
   * @param value a text, number, boolean, duration, or a collection or map of those; taken as it
   *     is: {@code ${NAME}} means nothing here
   * @return the value that holds now, as a file would say it
   * @throws ConfigurationException if the result cannot be used; names every problem
   */
  public Object update(String author, String path, Object value) {
    Assignment assignment = Assignment.of("", path, value);
    Configuration changed = change(author, before -> before.with(assignment));
    Object effective = changed.document().find(inForce.loader().canonicalPath(path));
    return effective == null ? value : effective;
  }

  /**
   * Does what {@link #update} does for somebody who came over HTTP, whose author is {@code admin}:
   * for few keys, and no value may refer to the environment.
   *
   * @param value as there; null, which JSON may say, is refused
   * @return the value that holds now, as a file would say it
   * @throws ForbiddenKeyException if the key may not change on this way
   * @throws ConfigurationException if the result cannot be used; names every problem
   */
  @Override
  public Object updateRemotely(String path, @Nullable Object value) {
    if (value == null) {
      throw new ConfigurationException(List.of(new Problem("", path, "a value is missing")));
    }
    inForce.loader().remoteKeys().requireChangeable(path, value);
    return update("admin", path, value);
  }

  /**
   * Returns what is to be said about a text in place of the configuration file's, under the flags
   * and variables of the start; changes nothing. References to the environment are errors in it.
   */
  @Override
  public Findings validate(String text) {
    LoadedConfiguration now = inForce;
    try {
      Configuration read = now.loader().load(sources, text);
      List<Problem> warnings = new ArrayList<>(FixedKeys.changes(now.configuration(), read));
      warnings.addAll(NestedMappings.of(read));
      warnings.addAll(UncountedNames.of(read));
      return new Findings(List.of(), warnings);
    } catch (ConfigurationException e) {
      return new Findings(e.problems(), List.of());
    }
  }

  /**
   * Reads the configuration file again. What {@link #update} set is forgotten; flags and variables
   * still go before the file.
   *
   * @throws ConfigurationException if it cannot be used, or there is no file
   */
  @Override
  public void reload(String author) {
    lock.lock();
    try {
      if (sources.file() == null) {
        throw new ConfigurationException(
            "there is no configuration file to reload: the proxy was started without one");
      }
      read(author, sources);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads another file in place of the one the proxy was started with; {@link #reload(String)} and
   * {@link #validate} go by it from then on.
   *
   * @throws ConfigurationException if it cannot be used
   */
  public void reload(String author, Path file) {
    read(author, sources.withFile(file));
  }

  @Override
  public List<ConfigRevision> history(int limit) {
    try {
      return List.copyOf(storage.configHistory().list(limit));
    } catch (Exception | LinkageError e) {
      throw StoreException.of(e);
    }
  }

  private void read(String author, Sources asked) {
    lock.lock();
    try {
      Configuration unused =
          change(author, before -> LoadedConfiguration.load(before.loader(), asked));
      sources = asked;
    } finally {
      lock.unlock();
    }
  }

  private Configuration change(String author, UnaryOperator<LoadedConfiguration> making) {
    lock.lock();
    try {
      LoadedConfiguration before = inForce;
      LoadedConfiguration changed = making.apply(before);
      Configuration configuration = changed.configuration();
      FixedKeys.requireUnchanged(before.configuration(), configuration);
      List<ExchangeListener> callbacks = observers.callbacks(before.configuration(), configuration);
      // The first of all, because they may refuse.
      adapters.reconfigure(before.configuration(), configuration);
      // Not the documents: of two with other secrets each says the same.
      if (!configuration.equals(before.configuration())) {
        record(author, configuration.document().json());
      }
      core.reconfigure(configuration.proxy());
      observers.takeOver(before.configuration(), configuration, callbacks);
      inForce = changed;
      Configuration old = before.configuration();
      warn(NESTED, NestedMappings.of(configuration), NestedMappings.of(old));
      warn(UNCOUNTED, UncountedNames.of(configuration), UncountedNames.of(old));
      ingredients.onChange().accept(configuration);
      return configuration;
    } finally {
      lock.unlock();
    }
  }

  private void warn(String code, List<Problem> found, List<Problem> known) {
    for (Problem one : found) {
      if (!known.contains(one)) {
        notices.report(
            new Notice(Notice.Level.WARNING, Notice.Source.CONFIGURATION, code, one.toString()));
      }
    }
  }

  /** A history that cannot be written, for whatever reason, keeps nobody from a change. */
  private void record(String author, String document) {
    try {
      storage.configHistory().append(clock.instant(), author, document);
    } catch (Exception | LinkageError e) {
      notices.report(
          new Notice(
              Notice.Level.WARNING,
              Notice.Source.CONFIGURATION,
              "config-history",
              "the configuration is in force, but not in the history: "
                  + StoreException.of(e).getMessage()));
    }
  }
}
