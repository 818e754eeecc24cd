package io.apibuddy.bootstrap.usage;

import java.io.IOException;
import java.time.Instant;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Decodes gzip (RFC 1952) as it arrives, for another reader. It accepts one member whose header has
 * no optional fields, as servers write it, and up to 16 MiB of decoded content.
 */
final class GzipContent implements ContentReader {
  private static final int HEADER_LENGTH = 10;
  private static final int FLAGS_INDEX = 3;
  private static final int TRAILER_LENGTH = 8;

  /**
   * The most bytes that are decoded. Content may expand a thousandfold, and each piece reaches the
   * client only after it was read here.
   */
  private static final long MAX_DECODED_LENGTH = 16L << 20;

  private final ContentReader decoded;
  private final Inflater inflater = new Inflater(true);
  private final byte[] block = new byte[8 << 10];
  private int position;
  private long decodedBytes;
  private int trailing; // bytes after the deflated data

  GzipContent(ContentReader decoded) {
    this.decoded = decoded;
  }

  @Override
  public void take(byte[] bytes, int offset, int count) throws IOException {
    int begin = offset;
    int end = offset + count;
    while (position < HEADER_LENGTH && begin < end) {
      if (position == FLAGS_INDEX && bytes[begin] != 0) {
        throw new IOException("a gzip header with optional fields");
      }
      begin++;
      position++;
    }
    inflater.setInput(bytes, begin, end - begin);
    try {
      int size;
      while (wantsMore() && (size = inflater.inflate(block)) > 0) {
        decodedBytes += size;
        if (decodedBytes > MAX_DECODED_LENGTH) {
          throw new IOException("too much to be looked into");
        }
        decoded.take(block, 0, size);
      }
    } catch (DataFormatException e) {
      throw new IOException("not deflated", e);
    }
    trailing += inflater.finished() ? inflater.getRemaining() : 0;
    if (trailing > TRAILER_LENGTH) {
      throw new IOException("several members, of which only one is read");
    }
  }

  @Override
  public boolean wantsMore() {
    return decoded.wantsMore();
  }

  @Override
  public void abort() {
    decoded.abort();
  }

  @Override
  public boolean isWorthKeeping() {
    return decoded.isWorthKeeping();
  }

  @Override
  public @Nullable Instant usableUntil() {
    return decoded.usableUntil();
  }

  @Override
  public boolean isUnfinished() {
    return decoded.isUnfinished();
  }

  /** Ends the other reader and releases native memory. */
  @Override
  public void end() {
    inflater.end();
    decoded.end();
  }
}
