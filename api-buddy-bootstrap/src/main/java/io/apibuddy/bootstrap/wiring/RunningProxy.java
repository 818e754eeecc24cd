package io.apibuddy.bootstrap.wiring;

import io.apibuddy.bootstrap.admin.DashboardFiles;
import io.apibuddy.bootstrap.error.CacheException;
import io.apibuddy.bootstrap.error.StartException;
import io.apibuddy.bootstrap.meter.MetricsView;
import io.apibuddy.domain.ProxyCore;
import io.apibuddy.domain.config.AccessConfiguration;
import io.apibuddy.domain.config.AccessKey;
import io.apibuddy.domain.config.KeyPosition;
import io.apibuddy.ports.http.HttpFrontend;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.local.PlatformThreads;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A started proxy and all of its resources. Safe for concurrent use; to be closed by one thread.
 */
public final class RunningProxy implements AutoCloseable {
  private final LiveConfiguration configuration;
  private final ProxyCore core;
  private final HttpFrontend frontend;
  private final Maintenance maintenance;
  private final MetricsView metrics;
  private final Observers observers;
  private final StorageChoice choice;
  private final Storage storage;
  private final OpenResources resources;
  private volatile @Nullable InetSocketAddress address;

  @Inject
  RunningProxy(
      LiveConfiguration configuration,
      ProxyCore core,
      HttpFrontend frontend,
      Maintenance maintenance,
      MetricsView metrics,
      Observers observers,
      StorageChoice choice,
      Storage storage,
      OpenResources resources) {
    this.configuration = configuration;
    this.core = core;
    this.frontend = frontend;
    this.maintenance = maintenance;
    this.metrics = metrics;
    this.observers = observers;
    this.choice = choice;
    this.storage = storage;
    this.resources = resources;
  }

  /**
   * Binds the address and starts to answer. On failure, the caller closes the resources that are
   * open.
   */
  void start() {
    resources.open(maintenance::start, Maintenance::close);
    address = bind(configuration.current().server().startTimeout());
    configuration.begin();
  }

  /** Returns the live configuration, which shows and changes the settings in force. */
  public LiveConfiguration configuration() {
    return configuration;
  }

  /**
   * Returns the address that the proxy listens on.
   *
   * @throws IllegalStateException if the proxy has not been started
   */
  public InetSocketAddress address() {
    InetSocketAddress bound = address;
    if (bound == null) {
      throw new IllegalStateException("not started");
    }
    return bound;
  }

  /** Returns the access key that every request must carry, null if none is required. */
  public @Nullable String secureKey() {
    AccessKey key = configuration.current().proxy().access().key();
    return key == null ? null : key.text();
  }

  /** Returns the URL that the proxy listens at, without a path. */
  public String url() {
    InetAddress bound = address().getAddress();
    String host = bound.isAnyLocalAddress() ? "127.0.0.1" : bound.getHostAddress();
    String literal = host.contains(":") ? "[" + host + "]" : host;
    return "http://" + literal.replace("[0:0:0:0:0:0:0:1]", "[::1]") + ":" + address().getPort();
  }

  /**
   * Returns the URL to use in place of an alias's upstream, without a slash at the end. It contains
   * the access key if one is required and may be in the path.
   *
   * @throws IllegalArgumentException if the alias is not mapped
   */
  public String baseUrl(String alias) {
    String key = secureKey();
    return baseUrl(alias, key == null ? "" : key);
  }

  /**
   * Returns the same URL as {@link #baseUrl(String)} with {@code key} in place of the access key.
   */
  public String baseUrl(String alias, String key) {
    Set<String> aliases = configuration.current().proxy().aliases().keySet();
    if (!aliases.contains(alias)) {
      throw new IllegalArgumentException(
          "alias " + alias + " is not mapped, only " + String.join(", ", aliases));
    }
    AccessConfiguration access = configuration.current().proxy().access();
    boolean keyed = access.key() != null && access.positions().contains(KeyPosition.PATH_PREFIX);
    return url() + (keyed ? "/" + key : "") + "/" + alias;
  }

  /** Returns the URL of the dashboard without a key, null if the admin resources are disabled. */
  public @Nullable String dashboardUrl() {
    boolean enabled = configuration.current().proxy().access().admin().enabled();
    return enabled ? url() + DashboardFiles.PATH : null;
  }

  /**
   * Removes the stored responses of an alias, or all for null.
   *
   * @return the number of responses removed
   * @throws CacheException if the storage fails
   */
  public long clear(@Nullable String alias) {
    try {
      return core.clear(alias);
    } catch (StoreException e) {
      throw new CacheException(e);
    }
  }

  /** Returns the metrics of this proxy. */
  public MetricsView metrics() {
    return metrics;
  }

  /** Returns the store of responses. */
  public ResponseStore responses() {
    return storage.responses();
  }

  /** Returns the name and path of the storage, for display. */
  public String storage() {
    return choice.description();
  }

  /** Lets exchanges in progress end, writes pending data to the store and closes all resources. */
  @Override
  public void close() {
    observers.feed().close(); // else the front end would wait for the viewers of events
    resources.close();
  }

  private InetSocketAddress bind(Duration timeout) {
    FutureTask<InetSocketAddress> binding =
        new FutureTask<>(() -> Objects.requireNonNull(frontend.start(), "it told no address"));
    PlatformThreads.daemon("api-buddy-start", binding).start();
    try {
      return binding.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      binding.cancel(true);
      throw new StartException(
          "the address was not bound within server.start_timeout of " + timeout.toMillis() + " ms",
          e);
    } catch (InterruptedException e) {
      binding.cancel(true);
      Thread.currentThread().interrupt();
      throw new StartException("interrupted while starting", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException) {
        String message = String.valueOf(cause.getMessage());
        throw new StartException(message + remedy(cause, message), cause);
      }
      throw new StartException("the front end failed to start: " + cause, cause);
    }
  }

  private static String remedy(Throwable cause, String message) {
    if (!(cause instanceof BindException)) {
      return "; use an address of this machine (server.host, --host)";
    }
    return (message.contains("in use") ? "; free it, or" : ";")
        + " choose another port (server.port, --port)";
  }
}
