package io.apibuddy.domain.content;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A streamed body that counts the bytes read from it and records whether its end was reached. */
public final class CountingBody implements Body.Stream {
  private final Body.Stream body;
  private final InputStream counted;
  private volatile long count;
  private volatile boolean ended;

  public CountingBody(Body.Stream body) {
    this.body = body;
    this.counted =
        new FilterInputStream(body.stream()) {
          @Override
          public int read() throws IOException {
            return note(super.read(), 1);
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            return note(read, read);
          }
        };
  }

  public long count() {
    return count;
  }

  public boolean ended() {
    return ended || (body.length() >= 0 && count == body.length());
  }

  @Override
  public long length() {
    return body.length();
  }

  @Override
  public InputStream stream() {
    return counted;
  }

  @Override
  public Headers trailers() {
    return body.trailers();
  }

  @Override
  public void close() {
    body.close();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written by the reading thread only
  private int note(int result, int bytes) {
    if (result < 0) {
      ended = true;
    } else {
      count += bytes;
    }
    return result;
  }
}
