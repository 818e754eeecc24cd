package io.apibuddy.domain.content;

import io.apibuddy.domain.cache.BoundaryPlaceholder;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Replaces the boundary of a multipart body with a fixed mark wherever a line begins with it (RFC
 * 2046 section 5.1.1), so that equal forms become equal bytes: clients choose the boundary at
 * random. Closing flushes.
 */
public final class BoundaryErasingStream extends FilterOutputStream {
  private final byte[] delimiter;
  private int matched;
  private boolean atLineStart = true;

  public BoundaryErasingStream(OutputStream out, String boundary) {
    super(out);
    delimiter = (boundary.isEmpty() ? "" : "--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    for (int i = offset; i < offset + count; i++) {
      write(bytes[i]);
    }
  }

  @Override
  public void write(int octet) throws IOException {
    boolean erasing = delimiter.length > 0;
    if (erasing && (atLineStart || matched > 0) && (byte) octet == delimiter[matched]) {
      matched++;
      atLineStart = false;
      if (matched == delimiter.length) {
        matched = 0;
        out.write(BoundaryPlaceholder.DELIMITER);
      }
      return;
    }
    releasePartialMatch();
    if (erasing
        && atLineStart
        && (octet == BoundaryPlaceholder.DELIMITER || octet == BoundaryPlaceholder.ESCAPE)) {
      out.write(BoundaryPlaceholder.ESCAPE);
    }
    out.write(octet);
    atLineStart = octet == '\n';
  }

  @Override
  public void close() throws IOException {
    releasePartialMatch();
    super.close();
  }

  private void releasePartialMatch() throws IOException {
    out.write(delimiter, 0, matched);
    matched = 0;
  }
}
