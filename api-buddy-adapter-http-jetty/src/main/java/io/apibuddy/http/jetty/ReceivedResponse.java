package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A response of an upstream whose head has arrived; its body is read from the exchange. */
final class ReceivedResponse implements UpstreamResponse {

  private final ResponseHead head;
  private final ProtocolVersion version;
  private final UpstreamExchange exchange;
  private final Body body;
  private final AtomicReference<@Nullable Runnable> onClose;

  /**
   * Creates the response of an exchange whose head has arrived.
   *
   * @param length the announced length of the content in bytes, -1 if there is none
   * @param onClose runs once, when the response is closed
   */
  ReceivedResponse(
      ResponseHead head,
      ProtocolVersion version,
      UpstreamExchange exchange,
      long length,
      Runnable onClose) {
    this.head = head;
    this.version = version;
    this.exchange = exchange;
    this.onClose = new AtomicReference<>(onClose);
    Body.Bytes whole = exchange.whole();
    this.body = whole == null ? new Received(length) : whole;
  }

  @Override
  public ResponseHead head() {
    return head;
  }

  @Override
  public ProtocolVersion version() {
    return version;
  }

  @Override
  public Body body() {
    return body;
  }

  @Override
  public void close() {
    if (body instanceof Received received) {
      received.stream.end();
    }
    exchange.release();
    Runnable first = onClose.getAndSet(null);
    if (first != null) {
      first.run();
    }
  }

  private final class Received implements Body.Stream {
    private final long length;
    private final ContentInputStream stream =
        new ContentInputStream(exchange, ReceivedResponse.this::close);

    Received(long length) {
      this.length = length;
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public InputStream stream() {
      return stream;
    }

    @Override
    public Headers trailers() {
      return exchange.trailers();
    }

    @Override
    public void close() {
      stream.close();
    }
  }
}
