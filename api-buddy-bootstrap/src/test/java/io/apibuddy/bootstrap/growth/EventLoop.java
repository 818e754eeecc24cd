package io.apibuddy.bootstrap.growth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** One thread that serves thousands of sockets, which leaves the processors to the product. */
final class EventLoop implements AutoCloseable {
  private static final int TURN_MILLIS = 2;
  private static final int BUFFER = 64 * 1024;

  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final List<Runnable> everyTurn = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean closed;

  /** Handles a socket that is ready. */
  @FunctionalInterface
  interface Ready {
    /**
     * Handles the socket without blocking.
     *
     * @param buffer an empty buffer, valid during the call
     */
    void on(SelectionKey key, ByteBuffer buffer) throws IOException;
  }

  /** Starts the thread. */
  EventLoop(String name) throws IOException {
    selector = Selector.open();
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns the selector for sockets with a {@link Ready} attached; on the loop's thread only. */
  Selector selector() {
    return selector;
  }

  /** Runs a task on the loop's thread soon. */
  void execute(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  /** Runs a task on the loop's thread at least every two milliseconds. */
  void everyTurn(Runnable task) {
    everyTurn.add(task);
  }

  /** Closes all its sockets. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (selector) {
      while (!closed) {
        selector.select(this::serve, TURN_MILLIS);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        everyTurn.forEach(Runnable::run);
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(SelectionKey key) {
    try {
      ((Ready) key.attachment()).on(key, buffer.clear());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
