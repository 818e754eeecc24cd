package io.apibuddy.http.jetty;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Accepts client connections, and bounds the kernel's send buffer for clients on this machine.
 * Linux sizes that buffer by the packets of the interface, so on loopback it starts at 2.5 MB,
 * which hundreds of slow readers turn into seconds of copying ({@code scripts/slow-clients} shows
 * it). The buffers of other connections start small and grow with what the client reads.
 *
 * <p>A thread of its own accepts connections. Without one, Jetty lets a selector do it, which
 * accepts all that wait, whatever the limit. If the number of connections also reaches the limit
 * and falls below it again within one turn of that selector, it fails to register the listening
 * socket again and closes it for good.
 */
final class ClientConnector extends ServerConnector {
  private static final int LOOPBACK_SEND_BUFFER = 256 * 1024;

  ClientConnector(
      Server server,
      Executor executor,
      Scheduler scheduler,
      ByteBufferPool pool,
      int selectors,
      ConnectionFactory connections) {
    super(server, executor, scheduler, pool, 1, selectors, connections);
  }

  /** Names the address in Jetty's log, too, which else shows that of all interfaces. */
  @Override
  public void open(ServerSocketChannel listening) throws IOException {
    InetSocketAddress address = (InetSocketAddress) listening.getLocalAddress();
    setHost(address.getHostString());
    super.open(listening);
  }

  /** Fails without a warning once the listening socket is closed: nothing is left to accept. */
  @Override
  public void accept(int acceptor) throws IOException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
    super.accept(acceptor);
  }

  @Override
  protected boolean handleAcceptFailure(Throwable failure) {
    ServerSocketChannel listening = (ServerSocketChannel) getTransport();
    return listening != null && listening.isOpen() && super.handleAcceptFailure(failure);
  }

  @Override
  protected void configure(Socket socket) {
    super.configure(socket);
    if (!socket.getInetAddress().isLoopbackAddress()) {
      return;
    }
    try {
      socket.setSendBufferSize(LOOPBACK_SEND_BUFFER);
    } catch (SocketException left) {
      // The client has left already, which the next read will show.
    }
  }
}
