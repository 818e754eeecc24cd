package io.apibuddy.bootstrap.usage;

import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Decodes gzip (RFC 1952) as it arrives, for headers without optional fields, as servers write. */
final class GzipContent implements ContentReader {
  private static final int HEADER = 10;
  private static final int FLAGS = 3;

  private final ContentReader decoded;
  private final Inflater inflater = new Inflater(true);
  private final byte[] block = new byte[8 << 10];
  private int position;

  GzipContent(ContentReader decoded) {
    this.decoded = decoded;
  }

  @Override
  public void take(byte[] bytes, int offset, int count) throws IOException {
    int begin = offset;
    int end = offset + count;
    while (position < HEADER && begin < end) {
      if (position == FLAGS && bytes[begin] != 0) {
        throw new IOException("a gzip header with optional fields");
      }
      begin++;
      position++;
    }
    inflater.setInput(bytes, begin, end - begin);
    try {
      int size;
      while (wantsMore() && (size = inflater.inflate(block)) > 0) {
        decoded.take(block, 0, size);
      }
    } catch (DataFormatException e) {
      throw new IOException("not deflated", e);
    }
  }

  @Override
  public boolean wantsMore() {
    return decoded.wantsMore();
  }

  @Override
  public boolean isWorthKeeping() {
    return decoded.isWorthKeeping();
  }

  /** Releases native memory too. */
  @Override
  public void end() {
    inflater.end();
    decoded.end();
  }
}
