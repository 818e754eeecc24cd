package io.apibuddy.http.jetty;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Detects whether a client that has ended its sending side has left, or waits for its response: a
 * write to a client that has left breaks the connection. For one exchange; its checks never
 * overlap.
 */
final class DisconnectProbe implements Runnable {

  /** How long such a client may be sent nothing before it counts as gone. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  private final ServerConnection connection;
  private final ServerExchange exchange;
  private final ResponseOutput output;
  private final Scheduler scheduler;
  private long writesBefore;
  private boolean written; // whether anything was written before the last check

  DisconnectProbe(
      ServerConnection connection,
      ServerExchange exchange,
      ResponseOutput output,
      Scheduler scheduler) {
    this.connection = connection;
    this.exchange = exchange;
    this.output = output;
    this.scheduler = scheduler;
  }

  /** Schedules the next check. */
  void start() {
    writesBefore = output.writes();
    Scheduler.Task unused = scheduler.schedule(this, QUIET.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Checks the progress of the exchange since the last check. */
  @Override
  public void run() {
    if (!connection.isInProgress(exchange)) {
      return;
    }
    boolean writes = output.writes() != writesBefore;
    if (writes && written) {
      return; // the earlier write did not break the connection: the client is there
    }
    if (writes || output.isWriting()) {
      written |= writes;
      start();
    } else {
      exchange.clientGone();
    }
  }
}
