package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.ExchangeHandler;
import io.apibuddy.ports.http.HttpFrontend;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.spi.Settings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Serves HTTP/1.1 and HTTP/1.0 on Jetty's connector: its selectors, end points and buffers, one
 * selector for two processors and one thread that accepts.
 */
final class JettyHttpFrontend implements HttpFrontend {

  private static final int BACKLOG = 1024;
  private static final Duration THREADS_END = Duration.ofSeconds(2);
  private static final Duration PROMPTNESS = Duration.ofMillis(100);

  private volatile ServerSettings settings;
  private final Duration promptness;
  private final ExchangeHandler handler;
  private final Notices notices;
  private final OpenConnections connections = new OpenConnections();
  private final ReentrantLock lock = new ReentrantLock();
  private boolean used;
  private @Nullable Server server;
  private @Nullable ServerSocketChannel listening;
  private @Nullable ServerConnector connector;
  private @Nullable ConnectionLimit limit;
  private @Nullable Workers workers;

  JettyHttpFrontend(ServerSettings settings, ExchangeHandler handler, Notices notices) {
    this(settings, PROMPTNESS, handler, notices);
  }

  /** Makes one that waits for {@code promptness} for short content. */
  JettyHttpFrontend(
      ServerSettings settings, Duration promptness, ExchangeHandler handler, Notices notices) {
    this.settings = settings;
    this.promptness = promptness;
    this.handler = handler;
    this.notices = notices;
  }

  @Override
  public InetSocketAddress start() throws IOException {
    lock.lock();
    try {
      if (used) {
        throw new IllegalStateException("the front end was started or closed before");
      }
      ServerSocketChannel channel = bind();
      used = true;
      listening = channel;
      try {
        startServer(channel);
      } catch (Exception e) {
        closeLocked();
        throw new IOException("cannot serve on " + place() + ": " + e.getMessage(), e);
      }
      return (InetSocketAddress) channel.getLocalAddress();
    } finally {
      lock.unlock();
    }
  }

  private ServerSocketChannel bind() throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      return channel.bind(new InetSocketAddress(settings.host(), settings.port()), BACKLOG);
    } catch (IOException | UnresolvedAddressException | SecurityException e) {
      channel.close();
      throw refusal(e);
    }
  }

  private String place() {
    String host = settings.host();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + settings.port();
  }

  /** Java throws a {@link BindException} for an address of another machine too. */
  private IOException refusal(Exception failure) {
    String refused = "cannot listen on " + place() + ": ";
    if (failure instanceof UnresolvedAddressException) {
      return new IOException(refused + "the host name has no address", failure);
    }
    String message = String.valueOf(failure.getMessage());
    boolean inUse = failure instanceof BindException && message.contains("in use");
    boolean forbidden = failure instanceof SocketException && message.contains("ermission");
    if (!inUse && !forbidden) {
      return new IOException(refused + message, failure);
    }
    BindException noPort =
        new BindException(refused + (inUse ? "address already in use" : "permission denied"));
    noPort.initCause(failure);
    return noPort;
  }

  private void startServer(ServerSocketChannel channel) throws Exception {
    // Half of the processors: the other half has the upstreams' side and the store. Two selectors
    // that share one with them take turns of some milliseconds each, which is what p99 is made of.
    int selectors = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    QueuedThreadPool threads = new QueuedThreadPool(Math.max(8, selectors * 3), 1);
    threads.setName("api-buddy-http");
    threads.setDaemon(true);
    threads.setReservedThreads(0);
    Scheduler scheduler = new ScheduledExecutorScheduler("api-buddy-http-timer", true);
    ByteBufferPool pool = new ArrayByteBufferPool();
    Workers started = new Workers(settings.maxWorkers());
    workers = started;
    ServerContext context =
        new ServerContext(
            () -> settings, promptness, handler, notices, started, connections, pool, scheduler);
    Server created = new Server(threads, scheduler, pool);
    server = created;
    ServerConnector accepting =
        new ClientConnector(
            created, threads, scheduler, pool, selectors, new ServerConnectionFactory(context));
    connector = accepting;
    accepting.setIdleTimeout(settings.clientIdleMillis());
    accepting.setAcceptQueueSize(BACKLOG);
    accepting.open(channel);
    created.addConnector(accepting);
    ConnectionLimit most = new ConnectionLimit(settings.maxConnections(), accepting);
    limit = most;
    created.addBean(most);
    created.setStopTimeout(0);
    created.start();
  }

  @Override
  public void reconfigure(Settings changed) {
    ServerSettings wanted = ServerSettings.from(changed);
    lock.lock();
    try {
      wanted.requireFixedAsIn(settings);
      settings = wanted;
      if (server != null && connector != null && limit != null) {
        connector.setIdleTimeout(wanted.clientIdleMillis());
        limit.change(wanted.maxConnections());
      }
    } finally {
      lock.unlock();
    }
    connections.reconfigure();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      used = true;
      closeLocked();
    } finally {
      lock.unlock();
    }
  }

  private void closeLocked() {
    boolean interrupted = false;
    try {
      if (connector != null) {
        connector.setAccepting(false);
      }
      if (listening != null) {
        listening.close();
      }
      connections.drain(settings.shutdownGrace());
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (IOException e) {
      // The listening socket is gone one way or the other; the rest is closed below.
    }
    listening = null;
    if (workers != null) {
      workers.close(THREADS_END);
      workers = null;
    }
    connections.abort();
    if (server != null) {
      try {
        server.stop();
      } catch (Exception e) {
        interrupted |= e instanceof InterruptedException;
      }
      server = null;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
