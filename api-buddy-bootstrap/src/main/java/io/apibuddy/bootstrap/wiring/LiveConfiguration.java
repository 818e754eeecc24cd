package io.apibuddy.bootstrap.wiring;

import com.google.inject.Inject;
import io.apibuddy.bootstrap.admin.ConfigurationControl;
import io.apibuddy.bootstrap.config.Assignment;
import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.config.ConfigurationWarning;
import io.apibuddy.bootstrap.config.FixedKeys;
import io.apibuddy.bootstrap.config.LoadedConfiguration;
import io.apibuddy.bootstrap.config.Sources;
import io.apibuddy.bootstrap.config.ValidationResult;
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
 * The configuration in force. Every change takes the same steps: read and check all sources, refuse
 * changes that need a restart, append the result to the history, apply it. Exchanges in progress
 * keep the configuration that they started with. A refused change has no effect. Safe for
 * concurrent use; changes are made one at a time.
 */
public final class LiveConfiguration implements ConfigurationControl {
  private final ReentrantLock lock = new ReentrantLock();
  private final ProxySpec spec;
  private final Storage storage;
  private final LiveAdapters adapters;
  private final ProxyCore core;
  private final ObserverSettings observers;
  private final InstantSource clock;
  private final Notices notices;
  private volatile LoadedConfiguration inForce;

  /** The sources that a reload reads: without updates, with the file that was read last. */
  private volatile Sources sources;

  @Inject
  LiveConfiguration(
      ProxySpec spec,
      Storage storage,
      LiveAdapters adapters,
      ProxyCore core,
      ObserverSettings observers,
      InstantSource clock,
      Notices notices) {
    this.spec = spec;
    this.storage = storage;
    this.adapters = adapters;
    this.core = core;
    this.observers = observers;
    this.clock = clock;
    this.notices = notices;
    this.inForce = spec.loaded();
    this.sources = inForce.sources();
  }

  /** Returns the configuration in force. */
  @Override
  public Configuration current() {
    return inForce.configuration();
  }

  /**
   * Makes the aliases appear in the metrics, reports warnings, and appends the configuration to the
   * history unless it equals the latest one there.
   */
  void begin() {
    observers.show(current());
    warn(ConfigurationWarning.of(current()));
    String document = current().document().json();
    try {
      Optional<ConfigRevision> latest = storage.configHistory().latest();
      if (latest.isPresent() && latest.get().document().equals(document)) {
        return;
      }
    } catch (Exception | LinkageError e) {
      // The history then may have an entry too many.
    }
    record(spec.author(), document);
  }

  /**
   * Sets one key. It takes precedence over the file, the environment and the flags until the proxy
   * ends or {@linkplain #reload reads its file again}.
   *
   * @param author who makes the change: {@code api} or {@code admin}
   * @param path the key as in a file, sections separated by dots
   * @param value a text, number, boolean, duration, or a collection or map of these; taken
   *     literally: {@code ${NAME}} is not replaced
   * @return the value now in force, as a file would state it
   * @throws ConfigurationException if the resulting configuration cannot be used; names every
   *     problem
   */
  public Object update(String author, String path, Object value) {
    Assignment assignment = Assignment.of("", path, value);
    Configuration changed = change(author, before -> before.with(assignment));
    Object effective = changed.document().find(inForce.loader().canonicalPath(path));
    return effective == null ? value : effective;
  }

  /**
   * Sets one key on behalf of an HTTP client, like {@link #update} with the author {@code admin}.
   * Only a few keys may be set this way, and no value may refer to the environment.
   *
   * @param value as in {@link #update}; null, which JSON can state, is refused
   * @return the value now in force, as a file would state it
   * @throws ForbiddenKeyException if the key may not be changed this way
   * @throws ConfigurationException if the resulting configuration cannot be used; names every
   *     problem
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
   * Checks a text as if it were the content of the configuration file, with the flags and variables
   * of the start. Changes nothing. References to the environment in the text are errors.
   *
   * @return errors, or warnings if there are no errors
   */
  @Override
  public ValidationResult validate(String text) {
    LoadedConfiguration now = inForce;
    try {
      Configuration read = now.loader().load(sources, text);
      List<Problem> warnings = new ArrayList<>(FixedKeys.changes(now.configuration(), read));
      ConfigurationWarning.of(read).forEach(one -> warnings.add(one.problem()));
      return new ValidationResult(List.of(), warnings);
    } catch (ConfigurationException e) {
      return new ValidationResult(e.problems(), List.of());
    }
  }

  /**
   * Reads the configuration file again. Keys that {@link #update} has set are reset; flags and
   * variables still take precedence over the file.
   *
   * @throws ConfigurationException if the configuration cannot be used, or there is no file
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
   * Reads another file in place of the one that the proxy was started with. From then on, {@link
   * #reload(String)} and {@link #validate} use this file.
   *
   * @throws ConfigurationException if the configuration cannot be used
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

  private void read(String author, Sources newSources) {
    lock.lock();
    try {
      Configuration unused =
          change(author, before -> LoadedConfiguration.load(before.loader(), newSources));
      sources = newSources;
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
      // Adapters come first, because they may refuse.
      adapters.reconfigure(before.configuration(), configuration);
      // Documents do not show secrets, so they may be equal although the configurations differ.
      if (!configuration.equals(before.configuration())) {
        record(author, configuration.document().json());
      }
      core.reconfigure(configuration.proxy());
      observers.apply(before.configuration(), configuration, callbacks);
      inForce = changed;
      List<ConfigurationWarning> warnings = ConfigurationWarning.of(configuration);
      warnings.removeAll(ConfigurationWarning.of(before.configuration()));
      warn(warnings);
      spec.onChange().accept(configuration);
      return configuration;
    } finally {
      lock.unlock();
    }
  }

  private void warn(List<ConfigurationWarning> warnings) {
    for (ConfigurationWarning one : warnings) {
      notices.report(
          new Notice(
              Notice.Level.WARNING,
              Notice.Source.CONFIGURATION,
              one.code(),
              one.problem().toString()));
    }
  }

  /** Appends to the history. A failure is reported, but does not prevent the change. */
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
