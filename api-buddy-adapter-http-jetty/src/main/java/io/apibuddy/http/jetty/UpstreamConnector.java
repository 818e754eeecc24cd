package io.apibuddy.http.jetty;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.io.ClientConnectionFactory;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.ssl.SslClientConnectionFactory;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Opens connections to upstreams; TLS must end with a close message (RFC 9112 section 9.8). */
final class UpstreamConnector extends ClientConnector {

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
