package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.ExchangeHandler;
import io.apibuddy.ports.spi.Notices;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.function.Supplier;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Jetty's server on one listening socket, with its connections and threads: one selector for every
 * two processors and one acceptor thread. Not safe for concurrent use.
 */
final class RunningServer {

  /** Length of the kernel's queue of connections that were not accepted yet. */
  static final int BACKLOG = 1024;

  private static final Duration THREADS_TIMEOUT = Duration.ofSeconds(2);

  private final ServerSocketChannel listening;
  private final OpenConnections connections = new OpenConnections();
  private final Workers workers;
  private final Server server;
  private final ClientConnector connector;
  private final ConnectionLimit limit;

  /**
   * Creates a server that does not accept connections yet.
   *
   * @param listening the bound socket, which is closed with this server
   */
  RunningServer(
      ServerSocketChannel listening,
      Supplier<ServerSettings> inForce,
      Duration shortContentTimeout,
      ExchangeHandler handler,
      Notices notices) {
    // Half of the processors: the upstream client and the store need the other half. Two
    // selectors that share a processor with them take turns of several milliseconds each, and
    // such turns determine the p99.
    int selectors = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    QueuedThreadPool threads = new QueuedThreadPool(Math.max(8, selectors * 3), 1);
    threads.setName("api-buddy-http");
    threads.setDaemon(true);
    threads.setReservedThreads(0);
    Scheduler scheduler = new ScheduledExecutorScheduler("api-buddy-http-timer", true);
    ByteBufferPool pool = new ArrayByteBufferPool();
    ServerSettings settings = inForce.get();
    this.listening = listening;
    this.workers = new Workers(settings.maxWorkers());
    ServerContext context =
        new ServerContext(
            inForce, shortContentTimeout, handler, notices, workers, connections, pool, scheduler);
    this.server = new Server(threads, scheduler, pool);
    this.connector =
        new ClientConnector(
            server, threads, scheduler, pool, selectors, new ServerConnectionFactory(context));
    connector.setIdleTimeout(settings.clientIdleMillis());
    connector.setAcceptQueueSize(BACKLOG);
    this.limit = new ConnectionLimit(settings.maxConnections(), connector);
    server.addConnector(connector);
    server.addBean(limit);
    server.setStopTimeout(0);
  }

  /** Starts to accept connections. */
  void start() throws Exception {
    connector.open(listening);
    server.start();
  }

  /** Applies changed settings to the listening socket and the open connections. */
  void reconfigure(ServerSettings changed) {
    connector.setIdleTimeout(changed.clientIdleMillis());
    limit.change(changed.maxConnections());
    connections.reconfigure();
  }

  /**
   * Stops accepting connections, lets exchanges in progress end within {@code grace}, and resets
   * the connections that are left.
   */
  void close(Duration grace) {
    boolean interrupted = false;
    try {
      connector.setAccepting(false);
      listening.close();
      connections.drain(grace);
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (IOException e) {
      // The listening socket is gone one way or the other; the rest is closed below.
    }
    workers.close(THREADS_TIMEOUT);
    connections.abort();
    try {
      server.stop();
    } catch (Exception e) {
      interrupted |= e instanceof InterruptedException;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
