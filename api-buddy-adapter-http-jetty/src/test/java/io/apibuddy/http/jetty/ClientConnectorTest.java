package io.apibuddy.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.Test;

class ClientConnectorTest {

  /** What Jetty logs when a connector starts and stops. */
  @Test
  void addressThatIsListenedOnIsNamed() throws Exception {
    Server server = new Server();
    try (ServerSocketChannel listening = ServerSocketChannel.open();
        ClientConnector connector =
            new ClientConnector(
                server,
                Runnable::run,
                new ScheduledExecutorScheduler(),
                new ArrayByteBufferPool(),
                1,
                new HttpConnectionFactory())) {
      listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      connector.open(listening);

      assertThat(connector.toString())
          .endsWith(
              "{%s:%d}"
                  .formatted(
                      InetAddress.getLoopbackAddress().getHostAddress(),
                      ((InetSocketAddress) listening.getLocalAddress()).getPort()));
    }
  }
}
