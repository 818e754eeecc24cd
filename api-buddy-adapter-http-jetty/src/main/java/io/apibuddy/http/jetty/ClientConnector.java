package io.apibuddy.http.jetty;

import java.io.IOException;
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
 * Accepts clients, and bounds what the kernel takes of an answer that a client of this machine does
 * not read. Linux sizes a send buffer by the interface's packets: on loopback it begins at 2.5 MB,
 * which hundreds of slow readers turn into seconds of copying. {@code scripts/slow-clients} shows
 * it. Connections from elsewhere begin small and grow with what the client takes.
 *
 * <p>A thread of its own accepts. Without one Jetty has a selector do it, which takes all that wait
 * whatever the limit, and, when the limit is reached and left within one turn of that selector,
 * fails to register the listening socket again and closes it for good.
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

  /** Once the listening socket is closed there is nothing to accept, or to warn of. */
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
      // The client has gone already; who reads from it will notice.
    }
  }
}
