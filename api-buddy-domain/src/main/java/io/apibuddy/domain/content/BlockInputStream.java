package io.apibuddy.domain.content;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A filter stream whose reads, of one byte or many, all go through one method of the subclass. */
public abstract class BlockInputStream extends FilterInputStream {

  /** Creates a stream that reads from {@code source} and closes it. */
  protected BlockInputStream(InputStream source) {
    super(source);
  }

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public abstract int read(byte[] target, int offset, int count) throws IOException;
}
