package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Headers;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The content of one message after the other, taken from a connection's bytes as the message's head
 * frames it (RFC 9112 section 6). Not safe for concurrent use.
 */
final class MessageContent {
  private long length;
  private long most;
  private long received;
  private @Nullable ChunkedContent chunks;
  private @Nullable ByteBuffer piece;
  private boolean complete;

  /**
   * Begins behind a head.
   *
   * @param framed octets, {@link MessageFraming#CHUNKED} or {@link MessageFraming#UNTIL_END}
   * @param limit how many octets it may have
   * @param inChunks what takes chunks apart, null if it does not come in chunks
   * @throws RefusedRequest with 413 if it is longer
   */
  void begin(long framed, long limit, @Nullable ChunkedContent inChunks) throws RefusedRequest {
    if (framed > limit) {
      throw new RefusedRequest(413);
    }
    length = framed;
    most = limit;
    chunks = inChunks;
    complete = framed == 0;
  }

  /** Makes ready for the next message, keeping nothing of the last. */
  void reset() {
    length = 0;
    received = 0;
    chunks = null;
    piece = null;
    complete = false;
  }

  /**
   * Goes on with {@code bytes} until a piece or the end.
   *
   * @throws RefusedRequest if the chunks are malformed, with 413 if they are too long
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
    if (chunked.left() > most - received) {
      throw new RefusedRequest(413);
    }
    piece = taken;
    complete = chunked.isComplete();
  }

  /** Takes note that the connection has ended, in good order. */
  void end() {
    complete |= length == MessageFraming.UNTIL_END;
  }

  /** Returns the length, as the head frames it. */
  long length() {
    return length;
  }

  /** Returns what was parsed but not taken, null if there is none. */
  @Nullable ByteBuffer piece() {
    ByteBuffer rest = piece;
    if (rest != null && !rest.hasRemaining()) {
      piece = null;
      return null;
    }
    return rest;
  }

  /** Returns whether the end was parsed, whatever was not taken yet. */
  boolean isParsed() {
    return complete;
  }

  /** Returns whether the end was parsed and all was taken. */
  boolean isComplete() {
    return complete && piece() == null;
  }

  Headers trailers() {
    return chunks == null ? Headers.EMPTY : chunks.trailers();
  }
}
