package io.apibuddy.bootstrap.log;

import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.spi.Notices;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A bounded queue of adapters' notices: reporting never blocks, and {@link #deliver} passes the
 * notices on. Notices that do not fit are lost, because those that matter are repeated. Safe for
 * concurrent use.
 */
public final class QueuedNotices implements Notices {
  private static final int CAPACITY = 256;

  private final BlockingQueue<Notice> waiting = new ArrayBlockingQueue<>(CAPACITY);
  private final ExchangeListener listener;

  /** Passes notices to {@code listener}. */
  public QueuedNotices(ExchangeListener listener) {
    this.listener = listener;
  }

  @Override
  @SuppressWarnings("ReturnValueIgnored") // a notice that does not fit is lost
  public void report(Notice notice) {
    waiting.offer(notice);
  }

  /** Passes the waiting notices to the listener, on the calling thread. */
  public void deliver() {
    for (Notice notice = waiting.poll(); notice != null; notice = waiting.poll()) {
      listener.onNotice(notice);
    }
  }
}
