package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Headers;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A decoder for chunked content (RFC 9112 section 7.1). It skips chunk extensions, and refuses
 * trailer fields that frame or route a request (RFC 9110 section 6.5.1). For the content of one
 * message; not safe for concurrent use.
 */
final class ChunkedContent {

  private enum Part {
    SIZE,
    DATA,
    DATA_END,
    TRAILERS,
    NONE
  }

  /** The longest chunk size with its extensions, in octets. */
  private static final int MAX_SIZE_LINE = 1024;

  private static final Set<String> NOT_IN_TRAILERS =
      Set.of("content-length", "transfer-encoding", "host", "trailer", "connection", "te");

  private final LineReader lines;
  private final boolean lenient;
  private final Headers.Builder trailers = Headers.builder();
  private Part next = Part.SIZE;
  private long remaining;
  private int trailerRoom;

  /**
   * Creates a decoder before the first chunk.
   *
   * @param lines reads the lines
   * @param maxTrailerSize the longest trailer section, in octets
   * @param lenient whether sizes may be padded and trailers may have framing and routing fields,
   *     which have no effect
   */
  ChunkedContent(LineReader lines, int maxTrailerSize, boolean lenient) {
    this.lines = lines;
    this.lenient = lenient;
    this.trailerRoom = maxTrailerSize;
  }

  /** Returns the next piece of content; null if there is none in {@code bytes}, or no more. */
  @Nullable ByteBuffer next(ByteBuffer bytes) throws RefusedRequest {
    while (next != Part.NONE) {
      if (next == Part.DATA) {
        return data(bytes);
      }
      boolean complete =
          switch (next) {
            case SIZE -> lines.read(bytes, MAX_SIZE_LINE, 400);
            case TRAILERS -> lines.read(bytes, trailerRoom, 431);
            default -> lines.read(bytes, 0, 400);
          };
      if (!complete) {
        return null;
      }
      switch (next) {
        case SIZE -> begin(lenient ? lines.text().stripTrailing() : lines.text());
        case TRAILERS -> trailer();
        default -> next = Part.SIZE;
      }
    }
    return null;
  }

  /** Returns how many octets of the current chunk are still to come. */
  long remaining() {
    return remaining;
  }

  /** Returns whether the last chunk and the trailers were parsed. */
  boolean isComplete() {
    return next == Part.NONE;
  }

  Headers trailers() {
    return trailers.build();
  }

  private @Nullable ByteBuffer data(ByteBuffer bytes) {
    if (!bytes.hasRemaining()) {
      return null;
    }
    ByteBuffer piece = ReceivedBytes.take(bytes, remaining);
    remaining -= piece.remaining();
    if (remaining == 0) {
      next = Part.DATA_END;
    }
    return piece;
  }

  private void begin(String line) throws RefusedRequest {
    int end = 0;
    long size = 0;
    while (end < line.length() && hexDigit(line.charAt(end)) >= 0) {
      if (size > Long.MAX_VALUE >> 4) {
        throw new RefusedRequest(400);
      }
      size = size << 4 | hexDigit(line.charAt(end));
      end++;
    }
    if (end == 0 || !ChunkExtensions.areWellFormed(line, end)) {
      throw new RefusedRequest(400);
    }
    remaining = size;
    next = size == 0 ? Part.TRAILERS : Part.DATA;
  }

  private void trailer() throws RefusedRequest {
    if (lines.length() == 0) {
      next = Part.NONE;
      return;
    }
    trailerRoom = Math.max(0, trailerRoom - lines.length());
    String name = lines.addFieldTo(trailers);
    if (!lenient && NOT_IN_TRAILERS.contains(name.toLowerCase(Locale.ROOT))) {
      throw new RefusedRequest(400);
    }
  }

  private static int hexDigit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }
}
