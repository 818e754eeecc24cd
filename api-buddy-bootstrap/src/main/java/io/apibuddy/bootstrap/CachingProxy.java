package io.apibuddy.bootstrap;

import io.apibuddy.bootstrap.error.CacheException;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.FixtureException;
import io.apibuddy.bootstrap.error.LifecycleException;
import io.apibuddy.bootstrap.error.ProxyException;
import io.apibuddy.bootstrap.error.StartException;
import io.apibuddy.bootstrap.fixture.FixtureStore;
import io.apibuddy.bootstrap.metrics.ProxyMetrics;
import io.apibuddy.bootstrap.wiring.Ingredients;
import io.apibuddy.bootstrap.wiring.ProxyAssembly;
import io.apibuddy.bootstrap.wiring.RunningProxy;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A caching proxy inside of an application. Several live side by side and share nothing. Safe for
 * concurrent use.
 *
 * <p>Unless told otherwise it listens on any free port of 127.0.0.1 and keeps responses in memory.
 *
 * <pre>{@code
 * try (CachingProxy proxy =
 *     CachingProxy.builder().map("github", "https://api.github.com").start()) {
 *   String base = proxy.baseUrl("github");
 * }
 * }</pre>
 */
public final class CachingProxy implements AutoCloseable {
  private static final String AUTHOR = "api";

  private final ReentrantLock lifecycle = new ReentrantLock();
  private final Supplier<Ingredients> ingredients;
  private volatile @Nullable RunningProxy running;
  private boolean used;

  CachingProxy(Supplier<Ingredients> ingredients) {
    this.ingredients = ingredients;
  }

  /** Returns a builder with every default. */
  public static CachingProxyBuilder builder() {
    return new CachingProxyBuilder();
  }

  /**
   * Reads the configuration, opens the storage and begins to answer.
   *
   * @return this
   * @throws ProxyException if something is in the way: a bad configuration (with every problem), a
   *     storage that cannot be opened, an address in use, an earlier start, an interrupt, which
   *     stays set; nothing stays open
   */
  public CachingProxy start() {
    lifecycle.lock();
    try {
      if (running != null) {
        throw new LifecycleException("the proxy is running already");
      }
      if (used) {
        throw new LifecycleException("the proxy was closed; build another one");
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new StartException("interrupted while starting", null);
      }
      running = ProxyAssembly.start(ingredients.get());
      used = true;
      return this;
    } finally {
      lifecycle.unlock();
    }
  }

  /** Does what {@link #close} does. */
  public void stop() {
    close();
  }

  /**
   * Lets exchanges in progress end within {@code server.shutdown_grace}, writes down what is
   * pending and releases port, files and threads. Waits for all of it; can be called again.
   */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted(); // else nothing could be waited for
    lifecycle.lock();
    try {
      used = true;
      RunningProxy proxy = running;
      running = null;
      if (proxy != null) {
        proxy.close();
      }
    } finally {
      lifecycle.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Returns whether it answers. */
  public boolean isRunning() {
    return running != null;
  }

  /**
   * Returns the port it listens on.
   *
   * @throws LifecycleException if it is not running
   */
  public int port() {
    return proxy().address().getPort();
  }

  /**
   * Returns the URL that stands for an alias's upstream, without a slash at the end. It holds the
   * access key where one is required and may stand in the path.
   *
   * @throws LifecycleException if it is not running
   * @throws IllegalArgumentException if the alias is not mapped
   */
  public String baseUrl(String alias) {
    return proxy().baseUrl(alias);
  }

  /**
   * Returns the key that every request must show, null if none is required.
   *
   * @throws LifecycleException if it is not running
   */
  public @Nullable String secureKey() {
    return proxy().secureKey();
  }

  /**
   * Removes every stored response; returns how many.
   *
   * @throws CacheException if the storage fails; some may be gone
   * @throws LifecycleException if it is not running
   */
  public long clearCache() {
    return proxy().clear(null);
  }

  /**
   * Removes the stored responses of one alias; returns how many.
   *
   * @throws CacheException if the storage fails; some may be gone
   * @throws LifecycleException if it is not running
   */
  public long clearCache(String alias) {
    return proxy().clear(Objects.requireNonNull(alias, "alias"));
  }

  /**
   * Writes what is stored, without credentials, to a directory of fixtures, or to an HTTP archive
   * if the name ends in {@code .har}. Responses that turn out to be damaged are left out, which is
   * logged.
   *
   * @return how many responses were written
   * @throws FixtureException if a file cannot be written
   * @throws CacheException if the storage fails
   * @throws LifecycleException if it is not running
   */
  public int exportFixtures(Path target) {
    return fixtures().exportTo(target, null).written();
  }

  /**
   * Stores what was exported; a directory that is not there holds nothing. It answers in mode
   * {@code replay}, whatever the credentials.
   *
   * @return how many responses were stored
   * @throws FixtureException if a file is no fixture; nothing was stored
   * @throws CacheException if the storage fails, or does not keep all of them as far as it tells by
   *     then
   * @throws LifecycleException if it is not running
   */
  public int importFixtures(Path source) {
    return fixtures().importFrom(source).read();
  }

  private FixtureStore fixtures() {
    RunningProxy proxy = proxy();
    return FixtureStore.of(proxy.responses(), proxy.configuration().current().proxy());
  }

  /**
   * Sets one key of the configuration from the next request on, before all that files and the
   * builder say, until the proxy is closed or {@link #reloadConfig} is called.
   *
   * @param path as in a file, sections separated by dots, for example {@code
   *     domain_mappings.github.ttl}
   * @param value a text, number, boolean, {@link java.time.Duration}, or a collection or map of
   *     those
   * @throws ConfigurationException if the result cannot be used, or the key needs a restart;
   *     nothing was changed
   * @throws LifecycleException if it is not running
   */
  public void updateConfig(String path, Object value) {
    proxy().configuration().update(AUTHOR, path, value);
  }

  /**
   * Reads the configuration file again; what {@link #updateConfig} set is forgotten.
   *
   * @throws ConfigurationException if it cannot be used, or there is none; nothing was changed
   * @throws LifecycleException if it is not running
   */
  public void reloadConfig() {
    proxy().configuration().reload(AUTHOR);
  }

  /**
   * Reads another file in place of the one that the builder was given; it is the one that {@link
   * #reloadConfig()} reads again from then on.
   *
   * @throws ConfigurationException if it cannot be used; nothing was changed
   * @throws LifecycleException if it is not running
   */
  public void reloadConfig(Path file) {
    proxy().configuration().reload(AUTHOR, Objects.requireNonNull(file, "file"));
  }

  /**
   * Returns the configuration in force as JSON, defaults included, secrets masked.
   *
   * @throws LifecycleException if it is not running
   */
  public String configuration() {
    return proxy().configuration().current().document().json();
  }

  /**
   * Returns what the proxy did since it was started.
   *
   * @throws LifecycleException if it is not running
   */
  public ProxyMetrics metrics() {
    return proxy().metrics().metrics();
  }

  private RunningProxy proxy() {
    RunningProxy proxy = running;
    if (proxy == null) {
      throw new LifecycleException("the proxy is not running");
    }
    return proxy;
  }
}
