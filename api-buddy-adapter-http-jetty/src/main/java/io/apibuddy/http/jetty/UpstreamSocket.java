package io.apibuddy.http.jetty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A socket that tells a reset from a clean end of stream, and when its kernel last took something
 * of what is written. Safe for concurrent use.
 */
final class UpstreamSocket extends SocketChannelEndPoint {

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
      shutdownInput();
    }
    return count;
  }

  @Override
  public boolean flush(ByteBuffer... buffers) throws IOException {
    long before = BufferUtil.remaining(buffers);
    boolean all = super.flush(buffers);
    if (BufferUtil.remaining(buffers) < before) {
      takenAt = System.nanoTime();
    }
    return all;
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
