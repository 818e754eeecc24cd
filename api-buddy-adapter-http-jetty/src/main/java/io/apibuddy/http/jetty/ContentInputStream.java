package io.apibuddy.http.jetty;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * The content of a response, parsed by the thread that reads it. A read waits no longer than the
 * idle time-out; {@link #close} may come from any thread and ends it.
 */
final class ContentInputStream extends InputStream {

  private final Content.Source source;
  private final EarlyContent early;
  private final ReceivedResponse response;
  private final long length;
  private final Duration idle;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Content.@Nullable Chunk chunk;
  private long received;
  private boolean demanded;
  private boolean ended;
  private boolean closed;

  /**
   * Takes over the content.
   *
   * @param early its beginning
   * @param length what the response announced, -1 if nothing
   */
  ContentInputStream(
      Content.Source source,
      EarlyContent early,
      ReceivedResponse response,
      long length,
      Duration idle) {
    this.source = source;
    this.early = early;
    this.response = response;
    this.length = length;
    this.idle = idle;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, target.length);
    if (count == 0) {
      return 0;
    }
    lock.lock();
    try {
      long deadline = System.nanoTime() + idle.toNanos();
      while (!closed && !ended && !hasRemaining()) {
        advance(deadline);
      }
      if (closed) {
        throw new IOException("the response is closed");
      }
      return hasRemaining() ? take(target, offset, count) : -1;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many bytes of the content have come for certain. */
  @Override
  public int available() throws IOException {
    lock.lock();
    try {
      boolean mayReadOn = !closed && !ended && !demanded && !early.isComplete();
      if (mayReadOn && (chunk == null || !chunk.hasRemaining())) {
        Content.Chunk next = next();
        if (next != null) {
          accept(next);
        }
      }
      return closed ? 0 : earlyLeft() + (chunk == null ? 0 : chunk.remaining());
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRemaining() {
    return earlyLeft() > 0 || (chunk != null && chunk.hasRemaining());
  }

  private int earlyLeft() {
    return (int) Math.max(0, early.count() - received);
  }

  private int take(byte[] target, int offset, int count) {
    int taken =
        earlyLeft() > 0
            ? early.get((int) received, target, offset, count)
            : Objects.requireNonNull(chunk).get(target, offset, count);
    received += taken;
    return taken;
  }

  /** Goes to the next chunk or the end, or waits for more. */
  private void advance(long deadline) throws IOException {
    if (early.isComplete()) {
      response.requireWhole();
      ended = true;
      return;
    }
    Content.Chunk next = next();
    if (next == null) {
      await(deadline);
    } else {
      accept(next);
    }
  }

  private void accept(Content.Chunk next) throws IOException {
    if (Content.Chunk.isFailure(next)) {
      throw new IOException("the response broke off", next.getFailure());
    } else if (next.isLast() && !next.hasRemaining()) {
      next.release();
      response.requireWhole();
      ended = true;
    } else {
      chunk = next;
    }
  }

  private Content.@Nullable Chunk next() throws IOException {
    if (chunk != null) {
      Content.Chunk spent = chunk;
      chunk = null;
      spent.release();
    }
    try {
      return source.read();
    } catch (RuntimeException e) {
      throw new IOException("the response broke off", e);
    }
  }

  /** What comes need not be content: the time that framing takes counts too. */
  private void await(long deadline) throws IOException {
    if (!demanded) {
      demanded = true;
      source.demand(this::wake);
    }
    long left = deadline - System.nanoTime();
    try {
      while (demanded && !closed) {
        if (left <= 0) {
          response.abort("no content within the idle time-out");
          throw new SocketTimeoutException("the upstream stopped sending");
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      response.abort("the reader was interrupted");
      throw new InterruptedIOException();
    }
  }

  private void wake() {
    lock.lock();
    try {
      demanded = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends every read and returns whether the content had been read to its end. */
  boolean end() {
    lock.lock();
    try {
      boolean first = !closed;
      if (early.isComplete()) {
        ended = true;
      } else if (first && !ended && received == length && !hasRemaining() && !demanded) {
        finish();
      }
      closed = true;
      if (chunk != null) {
        chunk.release();
        chunk = null;
      }
      changed.signalAll();
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** Reads the end behind the last byte, which a reader who knows the length does not ask for. */
  private void finish() {
    try {
      Content.Chunk last = next();
      ended = last != null && last.isLast() && !Content.Chunk.isFailure(last);
    } catch (IOException e) {
      ended = false;
    }
  }

  @Override
  public void close() {
    response.close();
  }
}
