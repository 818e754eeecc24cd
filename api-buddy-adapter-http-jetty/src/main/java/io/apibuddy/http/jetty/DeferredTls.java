package io.apibuddy.http.jetty;

import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * TLS that is set up for the first connection that wants it. It takes about 0.2 s of a processor,
 * which neither the start of the proxy nor its hits need to wait for.
 */
final class DeferredTls extends SslContextFactory.Client {

  private final Supplier<SSLContext> context;
  private boolean ready;

  /**
   * Defers everything.
   *
   * @param context asked once
   */
  DeferredTls(Supplier<SSLContext> context) {
    this.context = context;
  }

  @Override
  protected void doStart() {
    // Nothing before there is a connection.
  }

  @Override
  public SSLEngine newSSLEngine(String host, int port) {
    prepare();
    return super.newSSLEngine(host, port);
  }

  private synchronized void prepare() {
    if (ready) {
      return;
    }
    setSslContext(context.get());
    try {
      super.doStart();
    } catch (Exception e) {
      throw new IllegalStateException("this JVM cannot speak TLS", e);
    }
    ready = true;
  }
}
