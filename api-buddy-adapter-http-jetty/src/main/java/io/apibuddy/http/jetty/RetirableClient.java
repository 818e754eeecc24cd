package io.apibuddy.http.jetty;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.client.HttpClient;

/**
 * One of Jetty's clients, with the number of its exchanges in progress. Once it is retired, it
 * stops when the last of them is over. Safe for concurrent use.
 */
final class RetirableClient {

  private final HttpClient client;
  private final HeadDeadlines deadlines;
  private final Executor stopping;
  private final ReentrantLock lock = new ReentrantLock();
  private int inProgress;
  private boolean retired;

  /**
   * Takes over a client that was started.
   *
   * @param stopping runs the stop of a retired client, which may block
   */
  RetirableClient(HttpClient client, Executor stopping) {
    this.client = client;
    this.deadlines = new HeadDeadlines(client.getScheduler());
    this.stopping = stopping;
  }

  HttpClient jetty() {
    return client;
  }

  /** Returns the time-outs of exchanges for which no thread waits. */
  HeadDeadlines deadlines() {
    return deadlines;
  }

  /**
   * Starts an exchange, which {@link #leave} must end.
   *
   * @return false if the client is retired, so that another one must be used
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

  /** Accepts no more exchanges, and stops after those in progress. */
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

  /** Stops now; exchanges in progress fail. */
  void stop() {
    try {
      client.stop();
    } catch (Exception e) {
      // Threads that did not stop in time are daemons with nothing left to do.
    }
  }

  boolean isStopped() {
    return client.isStopped();
  }
}
