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
 * One viewer's event stream: lines as they come, a summary each second. A viewer that is slow loses
 * lines. Read by one thread; the rest is safe for concurrent use.
 */
final class Subscription extends InputStream {
  private static final int MOST_WAITING = 512;
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);
  private static final String NOTHING = "";

  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Supplier<String> summary;
  private final BooleanSupplier admission;
  private final Ticker ticker;
  private final Runnable onClose;
  private volatile boolean closed;
  private byte[] current = new byte[0];
  private int position;
  private long nextSummary;

  /**
   * Makes one.
   *
   * @param summary gives the event that sums up
   * @param admission says ahead of each summary whether the viewer may go on
   * @param onClose run when the viewer has left, or may not go on
   */
  Subscription(
      Supplier<String> summary, BooleanSupplier admission, Ticker ticker, Runnable onClose) {
    this.summary = summary;
    this.admission = admission;
    this.ticker = ticker;
    this.onClose = onClose;
    this.nextSummary = ticker.nanos();
  }

  /** Adds an event, unless too many wait. */
  @SuppressWarnings("ReturnValueIgnored") // an event that finds no room is lost
  void offer(String event) {
    lines.offer(event);
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /** Gives what is there as soon as there is something; the end once it is closed. */
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
        return line == null ? NOTHING : line;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        closed = true;
        return NOTHING;
      }
    }
    if (!admission.getAsBoolean()) {
      close();
      return NOTHING;
    }
    nextSummary = ticker.nanos() + INTERVAL;
    return summary.get();
  }

  /** Ends it: a read that waits ends too. */
  @Override
  public void close() {
    closed = true;
    lines.clear();
    offer(NOTHING);
    onClose.run();
  }
}
