package io.apibuddy.http.jetty;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.io.ClientConnectionFactory;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.ssl.SslClientConnectionFactory;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * Opens connections to upstreams; TLS must end with a close message (RFC 9112 section 9.8).
 *
 * <p>The system probes connections that are silent (TCP keep-alive). An upstream may work on an
 * answer for minutes, and meanwhile a router that translates addresses would forget the connection,
 * many after one minute: the answer would never arrive.
 */
final class UpstreamConnector extends ClientConnector {

  /**
   * Seconds until the first probe and between probes, and how many may remain unanswered, by the
   * options' names: not every system has these options, nor every runtime the module that names
   * them. The system's own times are hours.
   */
  private static final Map<String, Integer> PROBES =
      Map.of("TCP_KEEPIDLE", 30, "TCP_KEEPINTERVAL", 30, "TCP_KEEPCOUNT", 4);

  @Override
  protected void configure(SelectableChannel channel) throws IOException {
    super.configure(channel);
    SocketChannel socket = (SocketChannel) channel;
    socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    for (SocketOption<?> option : socket.supportedOptions()) {
      Integer value = PROBES.get(option.name());
      if (value != null) {
        set(socket, option, value);
      }
    }
  }

  @SuppressWarnings("unchecked") // these options are numbers
  private static void set(SocketChannel socket, SocketOption<?> option, Integer value)
      throws IOException {
    socket.setOption((SocketOption<Integer>) option, value);
  }

  @Override
  protected EndPoint newEndPoint(
      SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
    return new UpstreamSocket((SocketChannel) channel, selector, key, getScheduler());
  }

  @Override
  public ClientConnectionFactory newSslClientConnectionFactory(
      SslContextFactory.Client contexts, ClientConnectionFactory http) {
    SslClientConnectionFactory tls =
        new SslClientConnectionFactory(contexts, getByteBufferPool(), getExecutor(), http) {
          @Override
          protected SslConnection newSslConnection(EndPoint socket, SSLEngine engine) {
            return new UpstreamTls(
                getByteBufferPool(),
                getExecutor(),
                contexts,
                socket,
                engine,
                isDirectBuffersForEncryption(),
                isDirectBuffersForDecryption());
          }
        };
    tls.setRequireCloseMessage(true);
    return tls;
  }
}
