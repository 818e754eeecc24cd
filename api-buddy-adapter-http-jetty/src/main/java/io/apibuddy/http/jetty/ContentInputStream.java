package io.apibuddy.http.jetty;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;

/**
 * The content of an upstream's response: first what arrived with the head, then what the connection
 * receives. A read blocks no longer than the idle time-out. {@link #close} may be called on any
 * thread and ends a blocked read.
 */
final class ContentInputStream extends InputStream {

  private final UpstreamExchange exchange;
  private final EarlyContent early;
  private final Duration idle;
  private final Runnable onClose;
  private volatile int earlyRead; // number of bytes read from the early content
  private volatile boolean closed;

  /**
   * Creates a stream of the content of {@code exchange}.
   *
   * @param onClose closes the response, which calls {@link #end}
   */
  ContentInputStream(UpstreamExchange exchange, Runnable onClose) {
    this.exchange = exchange;
    this.early = exchange.early();
    this.idle = exchange.request().timeouts().idle();
    this.onClose = onClose;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, target.length);
    if (closed) {
      throw new IOException("the response is closed");
    }
    if (count == 0) {
      return 0;
    }
    int before = earlyRead;
    if (before < early.count()) {
      int taken = early.take(before, target, offset, count);
      earlyRead = before + taken;
      return taken;
    }
    return connection().read(exchange, target, offset, count, idle);
  }

  /** Returns how many bytes of the content have certainly arrived. */
  @Override
  public int available() {
    return closed ? 0 : early.count() - earlyRead + connection().available(exchange);
  }

  private UpstreamConnection connection() {
    return Objects.requireNonNull(exchange.connection());
  }

  /** Makes further reads fail. */
  void end() {
    closed = true;
  }

  @Override
  public void close() {
    onClose.run();
  }
}
