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
 * A socket that tells a reset from a clean end of stream, and when its kernel last took something
 * of what is written. Safe for concurrent use.
 *
 * <p>The kernel tells of a reset once. If that is a write, what is read afterwards is what had
 * come, and then what looks like a clean end.
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
      IOException unused = brokenBy(); // a write in progress may just have been told of a reset
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

  /** Returns whether the peer had ended its side in good order before the reset. */
  private static boolean endedBefore(IOException failure) {
    Throwable cause = failure.getCause();
    return BrokenPipe.isMeantBy((cause == null ? failure : cause).getMessage());
  }

  /**
   * Returns what a write met before the end of what is read was seen, null if none met anything:
   * that end is not one that the peer has made. A write in progress is waited for, which does not
   * block.
   */
  @Nullable IOException brokenBy() {
    writing.lock();
    try {
      return brokenBy;
    } finally {
      writing.unlock();
    }
  }

  /**
   * Returns when the kernel last took something, or the socket was made, by {@link
   * System#nanoTime}.
   */
  long takenAt() {
    return takenAt;
  }

  /** Returns the socket beneath {@code endPoint}, which TLS may cover. */
  static UpstreamSocket beneath(EndPoint endPoint) {
    return (UpstreamSocket)
        (endPoint instanceof EndPoint.Wrapper cover ? cover.unwrap() : endPoint);
  }
}
