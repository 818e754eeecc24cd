package io.apibuddy.ports.http;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream body over an {@link InputStream}. Checks that the source does not end before the
 * announced length.
 */
record InputStreamBody(InputStream stream, long length) implements Body.Stream {

  InputStreamBody {
    if (length < -1) {
      throw new IllegalArgumentException("length " + length + " is neither known nor -1");
    }
    if (length >= 0) {
      stream = new WholeStream(stream, length);
    }
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException ignored) {
      // The reader's own read reports the failure; a caller of close has no use for it.
    }
  }

  /** Fails with an {@link EOFException} if the source ends before its length. */
  private static final class WholeStream extends FilterInputStream {
    private long left;

    WholeStream(InputStream source, long length) {
      super(source);
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      count(next < 0 ? -1 : 1);
      return next;
    }

    @Override
    public int read(byte[] target, int offset, int max) throws IOException {
      int read = super.read(target, offset, max);
      count(read);
      return read;
    }

    @Override
    public long skip(long max) throws IOException {
      long skipped = super.skip(max);
      left -= skipped;
      return skipped;
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    private void count(int read) throws IOException {
      if (read < 0 && left > 0) {
        throw new EOFException("the content ended " + left + " bytes too early");
      }
      left -= Math.max(read, 0);
    }
  }
}
