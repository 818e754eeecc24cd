package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The body of a request, read from its connection. */
final class RequestBody implements Body.Stream {

  /** Runs before the first read: a client may wait for {@code 100 Continue} until then. */
  interface BeforeFirstRead {
    void run() throws IOException;
  }

  private final RequestInput input;
  private final int request;
  private final long length;
  private final BeforeFirstRead beforeFirstRead;
  private final InputStream stream = new ContentStream();
  private boolean begun;
  private volatile boolean closed;

  /** Creates the body of the request whose head was parsed; requires the connection's lock. */
  RequestBody(RequestInput input, BeforeFirstRead beforeFirstRead) {
    this.input = input;
    this.request = input.request();
    this.length = input.parser().contentLength();
    this.beforeFirstRead = beforeFirstRead;
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
    return input.trailers(request);
  }

  @Override
  public void close() {
    closed = true;
    input.wakeReader();
  }

  private final class ContentStream extends InputStream {

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      Objects.checkFromIndexSize(offset, count, target.length);
      if (count == 0) {
        return 0;
      }
      if (!begun) {
        begun = true;
        beforeFirstRead.run();
      }
      return input.read(request, () -> closed, target, offset, count);
    }

    @Override
    public void close() {
      RequestBody.this.close();
    }
  }
}
