package io.apibuddy.http.jetty;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Finds out whether a client that has sent its last byte has left or waits for its answer: what is
 * written to one that has left breaks the connection. For one exchange; its timer runs on one
 * thread after the other.
 */
final class DepartureWatch implements Runnable {

  /** For how long such a client may get nothing before it counts as gone. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  private final ServerConnection connection;
  private final ServerExchange exchange;
  private final ResponseOutput output;
  private final Scheduler scheduler;
  private long writesBefore;
  private boolean written; // something, before it was last looked

  DepartureWatch(
      ServerConnection connection,
      ServerExchange exchange,
      ResponseOutput output,
      Scheduler scheduler) {
    this.connection = connection;
    this.exchange = exchange;
    this.output = output;
    this.scheduler = scheduler;
  }

  /** Begins to wait. */
  void start() {
    writesBefore = output.writes();
    Scheduler.Task unused = scheduler.schedule(this, QUIET.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Looks at what has become of the exchange meanwhile. */
  @Override
  public void run() {
    if (!connection.isInProgress(exchange)) {
      return;
    }
    boolean writes = output.writes() != writesBefore;
    if (writes && written) {
      return; // what was written first broke nothing: the client is there
    }
    if (writes || output.isWriting()) {
      written |= writes;
      start();
    } else {
      exchange.clientGone();
    }
  }
}
