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
 * Jetty's server with its connections and threads, on one socket: one selector for two processors
 * and one thread that accepts. For one thread at a time.
 */
final class RunningServer {

  /** How many connections the kernel holds that were not accepted yet. */
  static final int BACKLOG = 1024;

  private static final Duration THREADS_END = Duration.ofSeconds(2);

  private final ServerSocketChannel listening;
  private final OpenConnections connections = new OpenConnections();
  private final Workers workers;
  private final Server server;
  private final ClientConnector connector;
  private final ConnectionLimit limit;

  /**
   * Makes one that has not begun.
   *
   * @param listening is bound; closed with this
   */
  RunningServer(
      ServerSocketChannel listening,
      Supplier<ServerSettings> inForce,
      Duration promptness,
      ExchangeHandler handler,
      Notices notices) {
    // Half of the processors: the other half has the upstreams' side and the store. Two selectors
    // that share one with them take turns of some milliseconds each, which is what p99 is made of.
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
            inForce, promptness, handler, notices, workers, connections, pool, scheduler);
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

  /** Begins to accept. */
  void start() throws Exception {
    connector.open(listening);
    server.start();
  }

  /** Takes over changed settings. */
  void reconfigure(ServerSettings changed) {
    connector.setIdleTimeout(changed.clientIdleMillis());
    limit.change(changed.maxConnections());
    connections.reconfigure();
  }

  /** Accepts no more, lets exchanges end within {@code grace} and breaks what is left. */
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
    workers.close(THREADS_END);
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
