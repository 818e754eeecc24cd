package io.apibuddy.bootstrap;

import io.apibuddy.bootstrap.error.CacheException;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.FixtureException;
import io.apibuddy.bootstrap.error.LifecycleException;
import io.apibuddy.bootstrap.error.ProxyException;
import io.apibuddy.bootstrap.error.StartException;
import io.apibuddy.bootstrap.fixture.FixtureStore;
import io.apibuddy.bootstrap.metrics.ProxyMetrics;
import io.apibuddy.bootstrap.wiring.ProxyAssembly;
import io.apibuddy.bootstrap.wiring.ProxySpec;
import io.apibuddy.bootstrap.wiring.RunningProxy;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A caching HTTP proxy that runs inside an application. Several proxies can run in one JVM and
 * share nothing. Safe for concurrent use.
 *
 * <p>By default a proxy listens on any free port of 127.0.0.1 and keeps responses in memory.
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
  private final Supplier<ProxySpec> spec;
  private volatile @Nullable RunningProxy running;
  private boolean used;

  CachingProxy(Supplier<ProxySpec> spec) {
    this.spec = spec;
  }

  /** Returns a builder whose settings all have their defaults. */
  public static CachingProxyBuilder builder() {
    return new CachingProxyBuilder();
  }

  /**
   * Starts the proxy: reads the configuration, opens the storage and binds the address. When this
   * method returns, the proxy answers requests.
   *
   * @return this proxy
   * @throws ProxyException if the proxy cannot start: the configuration is wrong (the exception
   *     holds every problem), the storage cannot be opened, the address is in use, the proxy was
   *     started or closed before, or the thread is interrupted, in which case its interrupt status
   *     stays set. Nothing stays open.
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
      running = ProxyAssembly.start(spec.get());
      used = true;
      return this;
    } finally {
      lifecycle.unlock();
    }
  }

  /** Stops the proxy, as {@link #close} does. */
  public void stop() {
    close();
  }

  /**
   * Stops the proxy for good: lets exchanges in progress end within {@code server.shutdown_grace},
   * completes pending writes and releases port, files and threads. Returns when all of this is
   * done. Further calls have no effect.
   */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted(); // an interrupted thread could not wait
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

  /** Returns whether the proxy has started and has not been closed. */
  public boolean isRunning() {
    return running != null;
  }

  /**
   * Returns the port that the proxy listens on.
   *
   * @throws LifecycleException if the proxy is not running
   */
  public int port() {
    return proxy().address().getPort();
  }

  /**
   * Returns the URL that stands for an alias's upstream, for example {@code
   * http://127.0.0.1:8080/github}, without a slash at the end. If an access key is required and
   * {@code security.key_position} allows the path, the URL contains the key.
   *
   * @throws LifecycleException if the proxy is not running
   * @throws IllegalArgumentException if the alias is not mapped
   */
  public String baseUrl(String alias) {
    return proxy().baseUrl(alias);
  }

  /**
   * Returns the access key that every request must carry, null if none is required.
   *
   * @throws LifecycleException if the proxy is not running
   */
  public @Nullable String secureKey() {
    return proxy().secureKey();
  }

  /**
   * Removes all stored responses.
   *
   * @return how many responses were removed
   * @throws CacheException if the removal is not on disk; the responses may be hidden nevertheless
   * @throws LifecycleException if the proxy is not running
   */
  public long clearCache() {
    return proxy().clear(null);
  }

  /**
   * Removes the stored responses of one alias.
   *
   * @return how many responses were removed
   * @throws CacheException if the removal is not on disk; the responses may be hidden nevertheless
   * @throws LifecycleException if the proxy is not running
   */
  public long clearCache(String alias) {
    return proxy().clear(Objects.requireNonNull(alias, "alias"));
  }

  /**
   * Exports the stored responses, without credentials, as fixtures. A damaged response is left out,
   * and the log says so.
   *
   * @param target an HTTP archive if the name ends in {@code .har}, otherwise a directory
   * @return how many responses were written
   * @throws FixtureException if a file cannot be written
   * @throws CacheException if the storage fails
   * @throws LifecycleException if the proxy is not running
   */
  public int exportFixtures(Path target) {
    return fixtures().exportTo(target, null).written();
  }

  /**
   * Imports fixtures: stores the responses that {@link #exportFixtures} wrote. In mode {@code
   * replay} they answer requests with any credentials.
   *
   * @param source an HTTP archive if the name ends in {@code .har}, otherwise a directory; a
   *     directory that does not exist counts as empty
   * @return how many responses were stored
   * @throws FixtureException if a file cannot be read as a fixture; nothing was stored
   * @throws CacheException if the storage fails, or reports after the import that it does not hold
   *     all of them
   * @throws LifecycleException if the proxy is not running
   */
  public int importFixtures(Path source) {
    return fixtures().importFrom(source).read();
  }

  private FixtureStore fixtures() {
    RunningProxy proxy = proxy();
    return FixtureStore.of(proxy.responses(), proxy.configuration().current().proxy());
  }

  /**
   * Sets one key of the configuration, from the next request on. The value wins over the file and
   * the builder until the proxy is closed or {@link #reloadConfig} is called.
   *
   * @param path the key as in a file, its sections separated by dots, for example {@code
   *     domain_mappings.github.ttl}
   * @param value a text, number, boolean, {@link java.time.Duration}, or a collection or map of
   *     those
   * @throws ConfigurationException if the resulting configuration is wrong, or the key needs a
   *     restart; nothing was changed
   * @throws LifecycleException if the proxy is not running
   */
  public void updateConfig(String path, Object value) {
    proxy().configuration().update(AUTHOR, path, value);
  }

  /**
   * Reads the configuration file again and drops all values that {@link #updateConfig} set.
   *
   * @throws ConfigurationException if the file cannot be used, or the proxy has none; nothing was
   *     changed
   * @throws LifecycleException if the proxy is not running
   */
  public void reloadConfig() {
    proxy().configuration().reload(AUTHOR);
  }

  /**
   * Reads another configuration file in place of the builder's and drops all values that {@link
   * #updateConfig} set. From then on {@link #reloadConfig()} reads this file.
   *
   * @throws ConfigurationException if the file cannot be used; nothing was changed
   * @throws LifecycleException if the proxy is not running
   */
  public void reloadConfig(Path file) {
    proxy().configuration().reload(AUTHOR, Objects.requireNonNull(file, "file"));
  }

  /**
   * Returns the configuration in force as JSON, with defaults and with secrets masked.
   *
   * @throws LifecycleException if the proxy is not running
   */
  public String configuration() {
    return proxy().configuration().current().document().json();
  }

  /**
   * Returns the counts of exchanges and savings since the start.
   *
   * @throws LifecycleException if the proxy is not running
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
