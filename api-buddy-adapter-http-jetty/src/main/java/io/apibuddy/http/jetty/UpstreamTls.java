package io.apibuddy.http.jetty;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * A TLS connection that remembers the failure that ended it. Jetty reports the failure on one
 * thread and closes the connection on another, without a reason, and either can come first. Safe
 * for concurrent use.
 */
final class UpstreamTls extends SslConnection {
  private volatile @Nullable SSLException refusal;

  UpstreamTls(
      ByteBufferPool pool,
      Executor executor,
      SslContextFactory.Client contexts,
      EndPoint socket,
      SSLEngine engine,
      boolean directForEncryption,
      boolean directForDecryption) {
    super(pool, executor, contexts, socket, engine, directForEncryption, directForDecryption);
  }

  /**
   * Returns what was wrong with the bytes that arrived, an alert of the upstream for example; null
   * if nothing was.
   */
  @Nullable SSLException refusal() {
    return refusal;
  }

  @Override
  protected SSLEngineResult unwrap(SSLEngine engine, ByteBuffer input, ByteBuffer output)
      throws SSLException {
    try {
      return super.unwrap(engine, input, output);
    } catch (SSLException e) {
      refusal = e;
      throw e;
    }
  }
}
