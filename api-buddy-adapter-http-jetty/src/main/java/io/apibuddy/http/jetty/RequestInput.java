package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a connection: the selector's thread fills one buffer, bounded, and a worker
 * takes content from it. As long as the buffer has room the connection is read even if nobody waits
 * for content: that is how a client that leaves is noticed. Safe for concurrent use.
 */
final class RequestInput {

  private static final int BUFFER_SIZE = 32 * 1024;

  private final EndPoint endPoint;
  private final ByteBufferPool pool;
  private final RequestParser parser;
  private final Runnable fillInterest;
  private final ReentrantLock lock;
  private final Arrivals arrivals;

  private @Nullable RetainableByteBuffer buffer;
  private boolean watching;
  private boolean ended;
  private boolean discarding;
  private boolean closed;
  private boolean wanted;
  private int request;

  RequestInput(
      EndPoint endPoint,
      ByteBufferPool pool,
      Supplier<ServerSettings> settings,
      ReentrantLock lock,
      Runnable fillInterest) {
    this.endPoint = endPoint;
    this.pool = pool;
    this.parser = new RequestParser(settings);
    this.lock = lock;
    this.arrivals = new Arrivals(lock);
    this.fillInterest = fillInterest;
  }

  /** Returns the parser; to be used with the lock held only. */
  RequestParser parser() {
    return parser;
  }

  /** Takes what the socket has; called when it was announced as readable. */
  void fill() throws IOException {
    watching = false;
    if (!hasRoom()) {
      return;
    }
    if (buffer == null) {
      buffer = pool.acquire(BUFFER_SIZE, true);
    }
    ByteBuffer bytes = buffer.getByteBuffer();
    int filled = endPoint.fill(bytes);
    if (filled < 0) {
      ended = true;
    }
    if (discarding) {
      BufferUtil.clear(bytes);
    }
    if (!bytes.hasRemaining()) {
      release();
    }
    arrivals.announce();
  }

  /** Asks to be told when there is more to read, if there is room for it. */
  void watch() {
    if (!watching && hasRoom()) {
      watching = true;
      fillInterest.run();
    }
  }

  private boolean hasRoom() {
    return !ended
        && !closed
        && (discarding || parser.content() == null)
        && (buffer == null || buffer.remaining() < BUFFER_SIZE);
  }

  /** Parses on with what is in the buffer. */
  void parse() {
    parser.parse(buffer == null ? BufferUtil.EMPTY_BUFFER : buffer.getByteBuffer());
    if (parser.content() == null && !hasBytes()) {
      release();
    }
  }

  /**
   * Takes the content of the request whose head was parsed, which may be none.
   *
   * @return null, and nothing is taken, if it has not come whole, or its length is not known
   */
  Body.@Nullable Bytes wholeContent() {
    long length = parser.contentLength();
    if (length == 0) {
      return Body.EMPTY;
    }
    if (length < 0 || buffer == null || length > buffer.remaining()) {
      return null;
    }
    parse();
    ByteBuffer piece = Objects.requireNonNull(parser.content(), "the content that has come");
    byte[] content = new byte[piece.remaining()];
    piece.get(content);
    contentTaken();
    return new Body.Bytes(content);
  }

  /** Lets go of an empty buffer, and lets more come. */
  private void contentTaken() {
    if (!hasBytes()) {
      release();
    }
    watch();
  }

  /** Returns whether content of a known length can come whole before any of it is taken. */
  boolean hasRoomForContent() {
    long length = parser.contentLength();
    return length >= 0 && length <= BUFFER_SIZE;
  }

  /** Returns whether bytes wait that were not parsed. */
  boolean hasBytes() {
    return buffer != null && buffer.hasRemaining();
  }

  boolean hasEnded() {
    return ended || closed;
  }

  /** Takes note that the client, should it wait to be told so, is told to send its content. */
  void contentWanted() {
    wanted = true;
  }

  /** Returns whether the client had to send its content before the response began. */
  boolean wasContentWanted() {
    return wanted;
  }

  /**
   * Makes ready for the next request, giving up content of the last that is in the buffer.
   *
   * @return false if that request is not complete: where the next begins is unknown
   */
  boolean nextRequest() {
    while (!parser.isComplete() && parser.refusal() == null) {
      ByteBuffer piece = parser.content();
      if (piece != null) {
        piece.position(piece.limit());
      } else if (hasBytes()) {
        parse();
      } else {
        return false;
      }
    }
    if (parser.refusal() != null) {
      return false;
    }
    parser.reset();
    wanted = false;
    request++;
    return true;
  }

  /** Ends the reading of content by anybody. */
  void endReading() {
    request++;
    arrivals.announce();
  }

  /** From now on drops whatever comes. */
  void discard() {
    discarding = true;
    release();
    endReading();
  }

  /** Lets go of everything and ends a blocked read. */
  void close() {
    closed = true;
    release();
    arrivals.announce();
  }

  /** Returns the number of the request in progress. */
  int request() {
    return request;
  }

  /**
   * Reads content as {@link java.io.InputStream#read(byte[], int, int)} does, waiting for it.
   *
   * @param request whose content; that of a request that is over cannot be read
   * @param abandoned whether the reader is no longer wanted, asked again after each {@link
   *     #wakeReader}
   */
  int read(int request, BooleanSupplier abandoned, byte[] target, int offset, int length)
      throws IOException {
    lock.lock();
    try {
      while (true) {
        if (closed || request != this.request || abandoned.getAsBoolean()) {
          throw new EOFException("the request is over or its connection was lost");
        }
        ByteBuffer piece = parser.content();
        if (piece != null) {
          int count = Math.min(length, piece.remaining());
          piece.get(target, offset, count);
          if (!piece.hasRemaining()) {
            contentTaken();
          }
          return count;
        }
        if (parser.refusal() != null) {
          throw parser.refusal();
        }
        if (parser.isComplete()) {
          return -1;
        }
        if (hasBytes()) {
          parse();
        } else {
          awaitBytes();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Makes a blocked reader ask whether it is still wanted. */
  void wakeReader() {
    lock.lock();
    try {
      arrivals.announce();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the trailers of a request that was read to its end, else none. */
  Headers trailers(int request) {
    lock.lock();
    try {
      return request == this.request ? parser.trailers() : Headers.EMPTY;
    } finally {
      lock.unlock();
    }
  }

  private void awaitBytes() throws IOException {
    if (ended) {
      throw new EOFException("the client closed its connection before the request was complete");
    }
    watch();
    if (!arrivals.await(parser.settings().clientIdleTimeout().toNanos())) {
      throw parser.refuse(408);
    }
  }

  private void release() {
    RetainableByteBuffer released = buffer;
    buffer = null;
    ReceivedBytes.release(released);
  }
}
