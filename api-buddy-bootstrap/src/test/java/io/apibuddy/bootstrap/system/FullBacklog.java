package io.apibuddy.bootstrap.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port that drops connection attempts as a firewall does: its accept queue is full. */
final class FullBacklog implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 300;

  private final ServerSocket listening;
  private final List<Socket> queue = new ArrayList<>();

  /** Listens at an address and a port, 0 for any, and fills the queue. */
  FullBacklog(InetAddress address, int port) throws IOException {
    listening = new ServerSocket(port, 1, address);
    while (tryConnect()) {
      // There was room for one more.
    }
  }

  private boolean tryConnect() throws IOException {
    Socket socket = new Socket();
    queue.add(socket);
    try {
      socket.connect(new InetSocketAddress(listening.getInetAddress(), port()), TIMEOUT_MILLIS);
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  int port() {
    return listening.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : queue) {
      socket.close();
    }
  }
}
