package io.apibuddy.http.jetty;

import java.util.Objects;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.jspecify.annotations.Nullable;

/**
 * The state of the TLS handshake of a connection to an upstream, if there is one. In TLS 1.3 the
 * upstream may still refuse the handshake after this side's part is complete. Safe for concurrent
 * use.
 */
final class TlsHandshake implements SslHandshakeListener {
  private final @Nullable UpstreamTls tls;
  private volatile boolean outstanding;
  private volatile @Nullable Throwable failure;

  /** Follows the handshake of a connection that is not open yet. */
  TlsHandshake(EndPoint endPoint) {
    tls =
        endPoint instanceof SslConnection.SslEndPoint secured
            ? (UpstreamTls) secured.getSslConnection()
            : null;
    if (tls != null) {
      outstanding = true;
      tls.addHandshakeListener(this);
    }
  }

  /** Returns whether the handshake is not complete, so that no byte of a request was sent. */
  boolean isOutstanding() {
    return outstanding;
  }

  /** Returns why the handshake failed, or {@code cause} if nothing better is known. */
  Throwable failure(Throwable cause) {
    Throwable refusal = tls == null ? null : tls.refusal();
    return Objects.requireNonNullElse(refusal, Objects.requireNonNullElse(failure, cause));
  }

  @Override
  public void handshakeSucceeded(Event event) {
    outstanding = false;
  }

  @Override
  public void handshakeFailed(Event event, Throwable cause) {
    failure = cause;
  }
}
