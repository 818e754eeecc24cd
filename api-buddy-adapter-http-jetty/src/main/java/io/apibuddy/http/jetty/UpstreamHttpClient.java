package io.apibuddy.http.jetty;

import io.apibuddy.ports.time.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/** Configures Jetty's HTTP client to open and keep {@link UpstreamConnection}s. */
final class UpstreamHttpClient {

  private static final String NAME = "api-buddy-upstream";
  private static final int MAX_THREADS = 16;
  private static final int MAX_SELECTORS = 2;

  /** For one address, a lost packet included, so that a dead address leaves time for the next. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  private static final long RESOLUTION_MILLIS = 60_000;

  private UpstreamHttpClient() {}

  /**
   * Returns a client that was started.
   *
   * @param tls supplies the TLS context before the first connection with TLS
   * @param addresses the addresses that may be connected to
   * @param clock the clock for how long a connection was idle, which goes on during a suspend
   * @param ticker the clock for how long an upstream is distrusted and a connection used
   * @param blocking threads for the resolver, which may block
   */
  static HttpClient start(
      ClientSettings settings,
      Supplier<SSLContext> tls,
      UpstreamAddresses addresses,
      InstantSource clock,
      Ticker ticker,
      Executor blocking) {
    ScheduledExecutorScheduler scheduler = new ScheduledExecutorScheduler(NAME + "-timer", true);
    HttpClient client =
        new HttpClient(transport(settings, connector(tls, scheduler), clock, ticker));
    client.setName(NAME);
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    ForwardProxy proxy = settings.proxy();
    if (proxy != null) {
      client.getProxyConfiguration().addProxy(new TunnelProxy(proxy));
    }
    client.setSocketAddressResolver(
        addresses.of(new SocketAddressResolver.Async(blocking, scheduler, RESOLUTION_MILLIS)));
    try {
      client.start();
    } catch (Exception e) {
      if (isInterruption(e)) {
        Thread.currentThread().interrupt();
      }
      throw new IllegalStateException("the upstream client cannot start", e);
    }
    return client;
  }

  private static boolean isInterruption(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedException) {
        return true;
      }
    }
    return false;
  }

  private static HttpClientTransportOverHTTP transport(
      ClientSettings settings, UpstreamConnector connector, InstantSource clock, Ticker ticker) {
    HttpClientTransportOverHTTP transport =
        new HttpClientTransportOverHTTP(connector) {
          @Override
          public Connection newConnection(EndPoint endPoint, Map<String, Object> context) {
            return customize(new UpstreamConnection(endPoint, context), context);
          }
        };
    transport.setConnectionPoolFactory(
        destination ->
            new UpstreamConnectionPool(destination, settings.maxConnections(), clock, ticker));
    return transport;
  }

  private static UpstreamConnector connector(
      Supplier<SSLContext> tls, ScheduledExecutorScheduler scheduler) {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 2);
    threads.setName(NAME);
    threads.setDaemon(true);
    UpstreamConnector connector = new UpstreamConnector();
    connector.setExecutor(threads);
    connector.setScheduler(scheduler);
    connector.setSslContextFactory(new DeferredTls(tls));
    int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    connector.setSelectors(Math.min(MAX_SELECTORS, half));
    connector.setConnectTimeout(CONNECT_TIMEOUT);
    connector.setIdleTimeout(UpstreamConnectionPool.IDLE_TIMEOUT);
    return connector;
  }
}
