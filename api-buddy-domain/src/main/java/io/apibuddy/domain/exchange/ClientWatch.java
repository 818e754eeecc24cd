package io.apibuddy.domain.exchange;

import io.apibuddy.ports.http.ProxyRequest;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Ends what an exchange waits for, or releases what it holds, when its client disconnects. Safe for
 * concurrent use.
 */
final class ClientWatch {
  private final ReentrantLock lock = new ReentrantLock();
  private boolean gone;
  private @Nullable Thread waiting;
  private Runnable release = () -> {};

  /** Starts to watch the client of {@code request}. */
  ClientWatch(ProxyRequest request) {
    request.onClientGone(this::clientGone);
  }

  /** A wait that ends early, by an interrupt, if the client leaves. */
  @FunctionalInterface
  interface Wait<T, E extends Exception> {
    T run() throws E, InterruptedException;
  }

  /** The client has left during a wait on its behalf. */
  static final class ClientGoneException extends Exception {
    private static final long serialVersionUID = 1L;

    ClientGoneException() {
      super("client gone", null, false, false);
    }
  }

  /**
   * Runs a wait on the calling thread.
   *
   * @throws ClientGoneException if the client has left
   * @throws InterruptedException if the thread was interrupted for another reason
   */
  <T, E extends Exception> T during(Wait<T, E> wait)
      throws E, ClientGoneException, InterruptedException {
    lock.lock();
    try {
      if (gone) {
        throw new ClientGoneException();
      }
      waiting = Thread.currentThread();
    } finally {
      lock.unlock();
    }
    try {
      return wait.run();
    } catch (InterruptedException e) {
      if (isClientGone()) {
        throw new ClientGoneException();
      }
      throw e;
    } finally {
      endWait();
    }
  }

  /**
   * Sets the action to run when the client leaves, replacing the former one. Runs it at once if the
   * client has left.
   */
  void onClientGone(Runnable action) {
    boolean now;
    lock.lock();
    try {
      now = gone;
      release = action;
    } finally {
      lock.unlock();
    }
    if (now) {
      action.run();
    }
  }

  /** Returns whether the client has left. */
  boolean isClientGone() {
    lock.lock();
    try {
      return gone;
    } finally {
      lock.unlock();
    }
  }

  /** Clears an interrupt that came after the wait and must not hit the thread's next task. */
  private void endWait() {
    lock.lock();
    try {
      waiting = null;
      if (gone) {
        Thread.interrupted();
      }
    } finally {
      lock.unlock();
    }
  }

  private void clientGone() {
    Runnable action;
    lock.lock();
    try {
      gone = true;
      if (waiting != null) {
        waiting.interrupt();
      }
      action = release;
    } finally {
      lock.unlock();
    }
    action.run();
  }
}
