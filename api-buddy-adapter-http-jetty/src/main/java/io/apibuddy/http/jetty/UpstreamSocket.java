package io.apibuddy.http.jetty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A socket that distinguishes a reset from a clean end of stream, and records when the kernel last
 * took bytes that were written. Safe for concurrent use.
 *
 * <p>The kernel reports a reset once. If it reports it to a write, later reads return the bytes
 * that had arrived, and then what looks like a clean end.
 */
final class UpstreamSocket extends SocketChannelEndPoint {

  private final ReentrantLock writing = new ReentrantLock();
  private @Nullable IOException brokenBy; // guarded by writing
  private volatile long takenAt = System.nanoTime();

  UpstreamSocket(
      SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
    super(channel, selector, key, scheduler);
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    if (isInputShutdown()) {
      return -1;
    }
    int position = BufferUtil.flipToFill(buffer);
    int count;
    try {
      count = getChannel().read(buffer);
    } finally {
      BufferUtil.flipToFlush(buffer, position);
    }
    if (count > 0) {
      notIdle();
    } else if (count < 0) {
      IOException unused = brokenBy(); // waits for a write in progress, which may have met a reset
      shutdownInput();
    }
    return count;
  }

  @Override
  public boolean flush(ByteBuffer... buffers) throws IOException {
    long before = BufferUtil.remaining(buffers);
    boolean all;
    writing.lock();
    try {
      all = super.flush(buffers);
    } catch (IOException e) {
      if (brokenBy == null && !isInputShutdown() && !endedBefore(e)) {
        brokenBy = e;
      }
      throw e;
    } finally {
      writing.unlock();
    }
    if (BufferUtil.remaining(buffers) < before) {
      takenAt = System.nanoTime();
    }
    return all;
  }

  /** Returns whether the peer had ended its sending side cleanly before the reset. */
  private static boolean endedBefore(IOException failure) {
    Throwable cause = failure.getCause();
    return BrokenPipe.matches((cause == null ? failure : cause).getMessage());
  }

  /**
   * Returns the failure of a write before reads reached the end of the stream, null if there was
   * none. After such a failure, that end was not made by the peer. Waits for a write in progress,
   * which does not block.
   */
  @Nullable IOException brokenBy() {
    writing.lock();
    try {
      return brokenBy;
    } finally {
      writing.unlock();
    }
  }

  /** Returns when the kernel last took bytes, or the socket began, by {@link System#nanoTime}. */
  long takenAt() {
    return takenAt;
  }

  /** Returns the socket beneath {@code endPoint}, which may be the end point of TLS. */
  static UpstreamSocket beneath(EndPoint endPoint) {
    return (UpstreamSocket)
        (endPoint instanceof EndPoint.Wrapper cover ? cover.unwrap() : endPoint);
  }
}
