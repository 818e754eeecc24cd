package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Headers;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A parser for the content of one message after the other on a connection, as each head frames it
 * (RFC 9112 section 6). Not safe for concurrent use.
 */
final class MessageContent {
  private long length;
  private long maxLength;
  private long received;
  private @Nullable ChunkedContent chunks;
  private @Nullable ByteBuffer piece;
  private boolean complete;

  /**
   * Starts after a head.
   *
   * @param framed the length in octets, {@link MessageFraming#CHUNKED} or {@link
   *     MessageFraming#UNTIL_END}
   * @param limit the most octets of the content
   * @param inChunks the decoder of chunked content, else null
   * @throws RefusedRequest with 413 if {@code framed} exceeds the limit
   */
  void begin(long framed, long limit, @Nullable ChunkedContent inChunks) throws RefusedRequest {
    if (framed > limit) {
      throw new RefusedRequest(413);
    }
    length = framed;
    maxLength = limit;
    chunks = inChunks;
    complete = framed == 0;
  }

  /** Prepares for the next message, and keeps nothing of the last. */
  void reset() {
    length = 0;
    received = 0;
    chunks = null;
    piece = null;
    complete = false;
  }

  /**
   * Continues to parse {@code bytes} up to a piece of content or the end.
   *
   * @throws RefusedRequest if the chunks are malformed; with 413 if the content exceeds the limit
   */
  void parse(ByteBuffer bytes) throws RefusedRequest {
    if (chunks != null) {
      parseChunks(chunks, bytes);
      return;
    }
    long left = length == MessageFraming.UNTIL_END ? Long.MAX_VALUE : length - received;
    ByteBuffer taken = ReceivedBytes.take(bytes, left);
    received += taken.remaining();
    piece = taken;
    complete = received == length;
  }

  private void parseChunks(ChunkedContent chunked, ByteBuffer bytes) throws RefusedRequest {
    ByteBuffer taken = chunked.next(bytes);
    if (taken != null) {
      received += taken.remaining();
    }
    if (chunked.remaining() > maxLength - received) {
      throw new RefusedRequest(413);
    }
    piece = taken;
    complete = chunked.isComplete();
  }

  /** Notes that the connection has ended cleanly. */
  void end() {
    complete |= length == MessageFraming.UNTIL_END;
  }

  /** Returns the length as the head frames it: octets or a constant of {@link MessageFraming}. */
  long length() {
    return length;
  }

  /** Returns content that was parsed but not taken, null if there is none. */
  @Nullable ByteBuffer piece() {
    ByteBuffer rest = piece;
    if (rest != null && !rest.hasRemaining()) {
      piece = null;
      return null;
    }
    return rest;
  }

  /** Returns whether the end was parsed, even if some content was not taken yet. */
  boolean isParsed() {
    return complete;
  }

  /** Returns whether the end was parsed and all content was taken. */
  boolean isComplete() {
    return complete && piece() == null;
  }

  Headers trailers() {
    return chunks == null ? Headers.EMPTY : chunks.trailers();
  }
}
