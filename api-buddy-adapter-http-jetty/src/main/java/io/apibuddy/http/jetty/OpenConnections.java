package io.apibuddy.http.jetty;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The open connections of one front end. Safe for concurrent use. */
final class OpenConnections {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition empty = lock.newCondition();
  private final Set<ServerConnection> open = new HashSet<>();
  private boolean draining;

  /**
   * Adds a connection.
   *
   * @return false if the front end is closing, so that the connection is to be closed
   */
  boolean add(ServerConnection connection) {
    lock.lock();
    try {
      return !draining && open.add(connection);
    } finally {
      lock.unlock();
    }
  }

  void remove(ServerConnection connection) {
    lock.lock();
    try {
      open.remove(connection);
      if (open.isEmpty()) {
        empty.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Closes connections without an exchange at once and the others when their exchange ends, and
   * waits up to {@code grace} until none is open.
   */
  void drain(Duration grace) throws InterruptedException {
    lock.lock();
    try {
      draining = true;
    } finally {
      lock.unlock();
    }
    snapshot().forEach(ServerConnection::drain);
    lock.lock();
    try {
      long left = grace.toNanos();
      while (!open.isEmpty() && left > 0) {
        left = empty.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Applies changed settings to each connection. */
  void reconfigure() {
    snapshot().forEach(ServerConnection::reconfigure);
  }

  /** Resets the connections that are left. */
  void abort() {
    snapshot().forEach(ServerConnection::abort);
  }

  private List<ServerConnection> snapshot() {
    lock.lock();
    try {
      return List.copyOf(open);
    } finally {
      lock.unlock();
    }
  }
}
