package io.apibuddy.domain.content;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes zeros in place of the time that the header of gzip content states (RFC 1952 section
 * 2.3.1), so that equal content becomes equal bytes: some clients state when they compressed it.
 */
public final class GzipTimeErasingStream extends FilterOutputStream {
  private static final int TIME_BEGIN = 4;
  private static final int TIME_END = 8;

  private int position; // within the header, then its end

  public GzipTimeErasingStream(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int octet) throws IOException {
    boolean time = position >= TIME_BEGIN && position < TIME_END;
    out.write(time ? 0 : octet);
    position = Math.min(position + 1, TIME_END);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    int written = 0;
    while (written < count && position < TIME_END) {
      write(bytes[offset + written++]);
    }
    out.write(bytes, offset + written, count - written);
  }
}
