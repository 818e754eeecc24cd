package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/** A response whose head has come; its body is read from the exchange. */
final class ReceivedResponse implements UpstreamResponse {

  private final ResponseHead head;
  private final ProtocolVersion version;
  private final UpstreamExchange exchange;
  private final ContentInputStream stream;
  private final Body body;
  private final AtomicReference<@Nullable Runnable> onClose;

  ReceivedResponse(
      ResponseHead head,
      ProtocolVersion version,
      UpstreamExchange exchange,
      Content.Source content,
      long length,
      Duration idle,
      Runnable onClose) {
    this.head = head;
    this.version = version;
    this.exchange = exchange;
    this.onClose = new AtomicReference<>(onClose);
    this.stream = new ContentInputStream(content, exchange.early(), this, length, idle);
    Body.Bytes whole = exchange.hasContent(head.status()) ? exchange.whole() : Body.EMPTY;
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
    exchange.letGo(stream.end());
    Runnable first = onClose.getAndSet(null);
    if (first != null) {
      first.run();
    }
  }

  void requireWhole() throws IOException {
    exchange.requireWhole();
  }

  void abort(String reason) {
    exchange.abort(new IOException(reason));
  }

  private final class Received implements Body.Stream {
    private final long length;

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
      ReceivedResponse.this.close();
    }
  }
}
