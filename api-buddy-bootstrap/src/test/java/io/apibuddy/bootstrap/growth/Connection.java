package io.apibuddy.bootstrap.growth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One end of a connection; to be used on its loop's thread only. */
abstract class Connection implements EventLoop.Ready {
  private final EventLoop loop;
  private @Nullable SelectionKey key;
  private @Nullable ByteBuffer unsent;

  Connection(EventLoop loop) {
    this.loop = loop;
  }

  /** Called when bytes have arrived. */
  abstract void received(ByteBuffer bytes);

  /** Called when the other end has closed the connection or the connection has failed. */
  abstract void ended();

  /** Called when the connection is established. */
  void connected() {}

  /** Begins to connect to a port on loopback. */
  final void connect(int port) {
    try {
      SocketChannel channel = SocketChannel.open();
      register(channel, SelectionKey.OP_CONNECT);
      if (channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
        established();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a GET request for a target to a port on loopback. */
  final void ask(int port, String target) {
    send(
        StandardCharsets.US_ASCII.encode(
            "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n"));
  }

  /** Takes over an accepted connection. */
  final void accept(SocketChannel channel) throws IOException {
    register(channel, SelectionKey.OP_READ);
  }

  /** Sends what it can now and the rest later; returns false if there still is an earlier rest. */
  final boolean send(ByteBuffer bytes) {
    if (unsent != null) {
      return false;
    }
    unsent = bytes;
    try {
      flush();
    } catch (IOException e) {
      lost();
    }
    return true;
  }

  /** Returns whether it can still be used. */
  final boolean isOpen() {
    return key != null && key.isValid();
  }

  final void close() {
    if (key != null) {
      try {
        key.channel().close();
      } catch (IOException ignored) {
        // The connection is not needed any more.
      }
    }
  }

  @Override
  public final void on(SelectionKey ready, ByteBuffer buffer) {
    try {
      if (ready.isConnectable()) {
        ((SocketChannel) ready.channel()).finishConnect();
        established();
        return;
      }
      if (ready.isWritable()) {
        flush();
      }
      if (ready.isReadable()) {
        int count = ((SocketChannel) ready.channel()).read(buffer);
        if (count < 0) {
          lost();
        } else {
          received(buffer.flip());
        }
      }
    } catch (IOException e) {
      lost();
    }
  }

  private void register(SocketChannel channel, int operations) throws IOException {
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    key = channel.register(loop.selector(), operations, this);
  }

  private void established() {
    interest(SelectionKey.OP_READ);
    connected();
  }

  private void flush() throws IOException {
    ByteBuffer rest = unsent;
    if (rest == null || key == null) {
      return;
    }
    ((SocketChannel) key.channel()).write(rest);
    if (rest.hasRemaining()) {
      interest(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    } else {
      unsent = null;
      interest(SelectionKey.OP_READ);
    }
  }

  private void interest(int operations) {
    if (key != null && key.isValid() && key.interestOps() != operations) {
      key.interestOps(operations);
    }
  }

  private void lost() {
    close();
    ended();
  }
}
