package io.apibuddy.http.jetty;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of a client's connection. Writes are queued and performed one after the other,
 * so that an interim response and the final one never mix. Safe for concurrent use.
 */
final class ResponseOutput implements Callback {

  private static final class Write {
    private final Callback done;
    private final ByteBuffer[] buffers;

    Write(Callback done, ByteBuffer[] buffers) {
      this.done = done;
      this.buffers = buffers;
    }
  }

  /** A write for which a thread waits. */
  static final class Sent implements Callback {
    private final CompletableFuture<Void> sent = new CompletableFuture<>();

    @Override
    public void succeeded() {
      sent.complete(null);
    }

    @Override
    public void failed(Throwable cause) {
      sent.completeExceptionally(cause);
    }

    /** Blocks until the kernel has the bytes; the connection's idle time-out bounds the wait. */
    void await() throws IOException {
      try {
        sent.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted = new InterruptedIOException("interrupted");
        interrupted.initCause(e);
        throw interrupted;
      } catch (ExecutionException e) {
        throw new IOException("the client cannot be written to", e.getCause());
      }
    }
  }

  private final EndPoint endPoint;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Write> waiting = new ArrayDeque<>(2);
  private @Nullable Callback current;
  private @Nullable Throwable failure;
  private long writes;
  private volatile @Nullable Runnable whenIdle;

  ResponseOutput(EndPoint endPoint) {
    this.endPoint = endPoint;
  }

  /** Runs {@code action} once, soon after all writes have ended. */
  void whenIdle(Runnable action) {
    whenIdle = action;
    if (!isWriting()) {
      runIdleAction();
    }
  }

  private void runIdleAction() {
    Runnable action = whenIdle;
    if (action != null) {
      whenIdle = null;
      action.run();
    }
  }

  /** Returns whether a write is in progress. */
  boolean isWriting() {
    lock.lock();
    try {
      return current != null;
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether a write waits for the client to read; one just being performed does not. */
  boolean isHeldUp() {
    return isWriting()
        && endPoint instanceof AbstractEndPoint socket
        && socket.getWriteFlusher().isPending();
  }

  /** Returns whether the kernel has taken all bytes and no write has failed. */
  boolean isFlushed() {
    lock.lock();
    try {
      return current == null && failure == null;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many writes the kernel has taken completely. */
  long writes() {
    lock.lock();
    try {
      return writes;
    } finally {
      lock.unlock();
    }
  }

  /** Sends {@code buffers} after all earlier writes; never blocks. */
  void write(Callback done, ByteBuffer... buffers) {
    Throwable broken;
    lock.lock();
    try {
      broken = failure;
      if (broken == null) {
        if (current != null) {
          waiting.add(new Write(done, buffers));
          return;
        }
        current = done;
      }
    } finally {
      lock.unlock();
    }
    if (broken != null) {
      done.failed(broken);
    } else {
      endPoint.write(this, buffers);
    }
  }

  /**
   * Sends {@code buffers} and blocks until the kernel has them; the connection's idle time-out
   * bounds the wait.
   */
  void writeAndWait(ByteBuffer... buffers) throws IOException {
    Sent sent = new Sent();
    write(sent, buffers);
    sent.await();
  }

  @Override
  public void succeeded() {
    Callback done;
    Write next;
    lock.lock();
    try {
      writes++;
      done = current;
      next = waiting.poll();
      current = next == null ? null : next.done;
    } finally {
      lock.unlock();
    }
    if (next != null) {
      endPoint.write(this, next.buffers);
    } else {
      runIdleAction();
    }
    if (done != null) {
      done.succeeded();
    }
  }

  @Override
  public void failed(@Nullable Throwable cause) {
    Throwable reason = cause == null ? new EOFException("the connection was lost") : cause;
    Deque<Callback> failed = new ArrayDeque<>();
    lock.lock();
    try {
      failure = reason;
      if (current != null) {
        failed.add(current);
        current = null;
      }
      waiting.forEach(write -> failed.add(write.done));
      waiting.clear();
    } finally {
      lock.unlock();
    }
    failed.forEach(done -> done.failed(reason));
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
