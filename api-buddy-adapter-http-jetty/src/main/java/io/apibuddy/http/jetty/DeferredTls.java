package io.apibuddy.http.jetty;

import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * A factory for TLS engines that is set up when the first connection needs TLS. That takes about
 * 0.2 s of processor time, for which neither the start of the proxy nor its hits need to wait.
 */
final class DeferredTls extends SslContextFactory.Client {

  private final Supplier<SSLContext> context;
  private boolean ready;

  /**
   * Creates a factory that is not set up.
   *
   * @param context supplies the TLS context when the first connection needs it
   */
  DeferredTls(Supplier<SSLContext> context) {
    this.context = context;
  }

  @Override
  protected void doStart() {
    // Deferred to the first connection.
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
