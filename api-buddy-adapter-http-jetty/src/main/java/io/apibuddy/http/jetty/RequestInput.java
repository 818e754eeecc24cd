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
 * The receiving side of a client's connection: the selector's thread fills one bounded buffer, and
 * a worker takes content from it. As long as the buffer has room, the socket is read even if nobody
 * waits for content, because only that shows that a client has left. {@link #read}, {@link
 * #wakeReader} and {@link #trailers} take the connection's lock; the other methods require it.
 */
final class RequestInput {

  private static final int BUFFER_SIZE = 32 * 1024;

  private final EndPoint endPoint;
  private final ByteBufferPool pool;
  private final RequestParser parser;
  private final Runnable fillInterest;
  private final ReentrantLock lock;
  private final InputCondition inputCondition;

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
    this.inputCondition = new InputCondition(lock);
    this.fillInterest = fillInterest;
  }

  /** Returns the parser, which requires the lock, too. */
  RequestParser parser() {
    return parser;
  }

  /** Reads what the socket has; called when the selector reports it as readable. */
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
    inputCondition.signal();
  }

  /** Registers for more input, if there is room for it. */
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

  /** Continues to parse the buffered bytes. */
  void parse() {
    parser.parse(buffer == null ? BufferUtil.EMPTY_BUFFER : buffer.getByteBuffer());
    if (parser.content() == null && !hasBytes()) {
      release();
    }
  }

  /**
   * Takes the whole content of the request whose head was parsed.
   *
   * @return the content, which may be empty; null, with nothing taken, if not all of it has arrived
   *     or its length is unknown
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

  /** Releases the buffer if it is empty, and registers for more input. */
  private void contentTaken() {
    if (!hasBytes()) {
      release();
    }
    watch();
  }

  /** Returns whether the length of the content is known and all of it fits into the buffer. */
  boolean hasRoomForContent() {
    long length = parser.contentLength();
    return length >= 0 && length <= BUFFER_SIZE;
  }

  /** Returns whether the buffer has bytes that were not parsed. */
  boolean hasBytes() {
    return buffer != null && buffer.hasRemaining();
  }

  boolean hasEnded() {
    return ended || closed;
  }

  /** Notes that the client has to send its content, even if it expects {@code 100 Continue}. */
  void contentWanted() {
    wanted = true;
  }

  /** Returns whether the content was asked for before the response began. */
  boolean wasContentWanted() {
    return wanted;
  }

  /**
   * Prepares for the next request, and skips content of the last one that is in the buffer.
   *
   * @return false if the last request was refused or is not complete, so that the start of the next
   *     is unknown
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

  /** Makes further reads of the current content fail. */
  void endReading() {
    request++;
    inputCondition.signal();
  }

  /** Discards the buffered bytes and all that arrive from now on. */
  void discard() {
    discarding = true;
    release();
    endReading();
  }

  /** Releases the buffer and ends a blocked read. */
  void close() {
    closed = true;
    release();
    inputCondition.signal();
  }

  /** Returns the number of the request in progress. */
  int request() {
    return request;
  }

  /**
   * Reads content as {@link java.io.InputStream#read(byte[], int, int)} does, blocking until there
   * is some.
   *
   * @param request the number of the request; one that is over cannot be read
   * @param abandoned tells whether the reader was abandoned; asked again after each {@link
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

  /** Makes a blocked reader check whether it was abandoned. */
  void wakeReader() {
    lock.lock();
    try {
      inputCondition.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the trailers of a request; none before it was read to its end, or once it is over. */
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
    if (!inputCondition.await(parser.settings().clientIdleTimeout().toNanos())) {
      throw parser.refuse(408);
    }
  }

  private void release() {
    RetainableByteBuffer released = buffer;
    buffer = null;
    ReceivedBytes.release(released);
  }
}
