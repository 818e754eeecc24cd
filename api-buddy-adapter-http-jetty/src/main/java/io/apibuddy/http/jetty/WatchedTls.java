package io.apibuddy.http.jetty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** A TLS connection whose decrypted side is watched. */
final class WatchedTls extends SslConnection {

  WatchedTls(
      ByteBufferPool buffers,
      Executor executor,
      SslContextFactory contexts,
      EndPoint endPoint,
      SSLEngine engine) {
    super(buffers, executor, contexts, endPoint, engine, true, true);
    addHandshakeListener(
        new SslHandshakeListener() {
          @Override
          public void handshakeSucceeded(Event event) {
            ((ConnectionWatch.Watched) getSslEndPoint()).watch().secured();
          }
        });
  }

  @Override
  protected SslEndPoint newSslEndPoint() {
    return new Decrypted();
  }

  private final class Decrypted extends SslEndPoint implements ConnectionWatch.Watched {
    private final ConnectionWatch watch = new ConnectionWatch(true);

    @Override
    public ConnectionWatch watch() {
      return watch;
    }

    @Override
    public void afterReading(Runnable action) {
      ((ConnectionWatch.Watched) WatchedTls.this.getEndPoint()).afterReading(action);
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
      try {
        int count = super.fill(buffer);
        watch.filled(buffer, count);
        return count;
      } catch (IOException e) {
        watch.broke();
        throw e;
      }
    }
  }
}
