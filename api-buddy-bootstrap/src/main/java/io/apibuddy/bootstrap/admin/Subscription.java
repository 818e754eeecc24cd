package io.apibuddy.bootstrap.admin;

import io.apibuddy.ports.time.Ticker;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One viewer's event stream: each event as it comes, and a summary each second. A slow viewer loses
 * events. One thread reads; all other methods are safe for concurrent use.
 */
final class Subscription extends InputStream {
  private static final int MAX_QUEUED_EVENTS = 512;
  private static final long SUMMARY_INTERVAL = TimeUnit.SECONDS.toNanos(1);
  private static final String NO_EVENT = "";

  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MAX_QUEUED_EVENTS);
  private final Supplier<String> summary;
  private final BooleanSupplier admission;
  private final Ticker ticker;
  private final Runnable onClose;
  private volatile boolean closed;
  private byte[] current = new byte[0];
  private int position;
  private long nextSummary;

  /**
   * Creates a stream.
   *
   * @param summary supplies the summary event
   * @param admission tells before each summary whether the viewer may go on
   * @param onClose runs when the viewer has left or may not go on
   */
  Subscription(
      Supplier<String> summary, BooleanSupplier admission, Ticker ticker, Runnable onClose) {
    this.summary = summary;
    this.admission = admission;
    this.ticker = ticker;
    this.onClose = onClose;
    this.nextSummary = ticker.nanos();
  }

  /** Adds an event unless the queue is full. */
  @SuppressWarnings("ReturnValueIgnored") // events beyond the capacity are lost
  void offer(String event) {
    lines.offer(event);
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /** Waits for an event and reads from it; returns -1 once the stream has ended. */
  @Override
  public int read(byte[] target, int offset, int length) {
    while (position == current.length) {
      String event = next();
      if (closed) {
        return -1;
      }
      current = event.getBytes(StandardCharsets.UTF_8);
      position = 0;
    }
    int count = Math.min(length, current.length - position);
    System.arraycopy(current, position, target, offset, count);
    position += count;
    return count;
  }

  private String next() {
    long wait = nextSummary - ticker.nanos();
    if (wait > 0) {
      try {
        String line = lines.poll(wait, TimeUnit.NANOSECONDS);
        return line == null ? NO_EVENT : line;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        closed = true;
        return NO_EVENT;
      }
    }
    if (!admission.getAsBoolean()) {
      close();
      return NO_EVENT;
    }
    nextSummary = ticker.nanos() + SUMMARY_INTERVAL;
    return summary.get();
  }

  /** Ends the stream and wakes up a waiting read. */
  @Override
  public void close() {
    closed = true;
    lines.clear();
    offer(NO_EVENT);
    onClose.run();
  }
}
