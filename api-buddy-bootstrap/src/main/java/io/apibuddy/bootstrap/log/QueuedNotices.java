package io.apibuddy.bootstrap.log;

import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.spi.Notices;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Takes adapters' notices without ever blocking them and hands them on when asked to. Past its
 * bound notices are lost: they repeat themselves where it matters.
 */
public final class QueuedNotices implements Notices {
  private static final int CAPACITY = 256;

  private final BlockingQueue<Notice> waiting = new ArrayBlockingQueue<>(CAPACITY);
  private final ExchangeListener listener;

  /** Hands notices to {@code listener}. */
  public QueuedNotices(ExchangeListener listener) {
    this.listener = listener;
  }

  @Override
  @SuppressWarnings("ReturnValueIgnored") // a notice that finds no room is lost
  public void report(Notice notice) {
    waiting.offer(notice);
  }

  /** Hands on what has come so far, on the calling thread. */
  public void deliver() {
    for (Notice notice = waiting.poll(); notice != null; notice = waiting.poll()) {
      listener.onNotice(notice);
    }
  }
}
