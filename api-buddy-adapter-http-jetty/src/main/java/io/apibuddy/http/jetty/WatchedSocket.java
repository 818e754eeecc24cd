package io.apibuddy.http.jetty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;

/** A socket that tells a reset from a clean end of stream. */
final class WatchedSocket extends SocketChannelEndPoint implements ConnectionWatch.Watched {

  private final ConnectionWatch watch = new ConnectionWatch(false);
  private final ManagedSelector selector;

  WatchedSocket(
      SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
    super(channel, selector, key, scheduler);
    this.selector = selector;
  }

  @Override
  public ConnectionWatch watch() {
    return watch;
  }

  @Override
  public void afterReading(Runnable action) {
    selector.submit(unused -> action.run());
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    if (isInputShutdown()) {
      return -1;
    }
    int position = BufferUtil.flipToFill(buffer);
    int count = -1;
    try {
      count = getChannel().read(buffer);
    } catch (IOException e) {
      watch.broke();
    } finally {
      BufferUtil.flipToFlush(buffer, position);
    }
    if (count > 0) {
      notIdle();
    } else if (count < 0) {
      shutdownInput();
    }
    watch.filled(buffer, count);
    return count;
  }
}
