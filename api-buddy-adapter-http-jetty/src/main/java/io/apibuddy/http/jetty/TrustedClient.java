package io.apibuddy.http.jetty;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.client.HttpClient;

/**
 * One of Jetty's clients and the number of exchanges that it has in progress: once it is retired,
 * it stops when the last of them is over. Safe for concurrent use.
 */
final class TrustedClient {

  private final HttpClient client;
  private final HeadDeadlines deadlines;
  private final Executor stopping;
  private final ReentrantLock lock = new ReentrantLock();
  private int inProgress;
  private boolean retired;

  /**
   * Takes over a client that runs.
   *
   * @param stopping where it is stopped when it is retired, which may block
   */
  TrustedClient(HttpClient client, Executor stopping) {
    this.client = client;
    this.deadlines = new HeadDeadlines(client.getScheduler());
    this.stopping = stopping;
  }

  HttpClient jetty() {
    return client;
  }

  /** Returns what watches over exchanges for which no thread waits. */
  HeadDeadlines deadlines() {
    return deadlines;
  }

  /**
   * Begins an exchange, to be ended by {@link #leave}.
   *
   * @return false if the client is retired: another one has its place
   */
  boolean enter() {
    lock.lock();
    try {
      inProgress += retired ? 0 : 1;
      return !retired;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    boolean last;
    lock.lock();
    try {
      inProgress--;
      last = retired && inProgress == 0;
    } finally {
      lock.unlock();
    }
    if (last) {
      stopLater();
    }
  }

  /** Takes no more exchanges and stops after those in progress. */
  void retire() {
    boolean idle;
    lock.lock();
    try {
      retired = true;
      idle = inProgress == 0;
    } finally {
      lock.unlock();
    }
    if (idle) {
      stopLater();
    }
  }

  private void stopLater() {
    try {
      stopping.execute(this::stop);
    } catch (RejectedExecutionException e) {
      // Everything is being closed, this client too.
    }
  }

  /** Stops now; what is in progress fails. */
  void stop() {
    try {
      client.stop();
    } catch (Exception e) {
      // Whatever did not stop in time are daemon threads with nothing left to do.
    }
  }

  boolean isStopped() {
    return client.isStopped();
  }
}
