package io.apibuddy.domain.content;

import io.apibuddy.ports.http.Body;
import java.io.IOException;
import java.io.InputStream;

/** The first bytes of another body. It ends after {@code length} of them. */
public final class PartialBody implements Body.Stream {
  private final Body body;
  private final long length;
  private final InputStream stream;

  public PartialBody(Body body, long length) {
    this.body = body;
    this.length = length;
    this.stream = new Limited(body.stream(), length);
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
  public void close() {
    body.close();
  }

  private static final class Limited extends BlockInputStream {
    private long left;

    private Limited(InputStream source, long length) {
      super(source);
      this.left = length;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = in.read(target, offset, (int) Math.min(count, left));
      left -= Math.max(read, 0);
      return read;
    }
  }
}
