package io.apibuddy.http.jetty;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/**
 * The receiving side of a connection to an upstream: reads the socket and parses the bytes as
 * responses. The methods require the connection's lock, which {@link #await} releases while it
 * waits.
 */
final class UpstreamInput {

  private static final int BUFFER_SIZE = 32 * 1024;

  private static final char ANY_DIGIT = '#';
  private static final String TIMEOUT = "HTTP/1.# 408";

  private final EndPoint endPoint;
  private final ByteBufferPool pool;
  private final InputCondition inputCondition;
  private final Runnable fillInterest;
  private final ResponseParser parser = new ResponseParser();

  private @Nullable RetainableByteBuffer buffer;
  private boolean watching;
  private boolean receivedAny;
  private long filledAt;
  private boolean ended;
  private boolean closed;
  private @Nullable IOException broken;

  UpstreamInput(EndPoint endPoint, ByteBufferPool pool, ReentrantLock lock, Runnable fillInterest) {
    this.endPoint = endPoint;
    this.pool = pool;
    this.inputCondition = new InputCondition(lock);
    this.fillInterest = fillInterest;
  }

  ResponseParser parser() {
    return parser;
  }

  /**
   * Prepares for the next response.
   *
   * @param method the request's method
   */
  void begin(String method) {
    parser.begin(method);
    receivedAny = false;
  }

  /** Returns whether any byte has arrived since {@link #begin}. */
  boolean hasReceivedAny() {
    return receivedAny;
  }

  /** Returns when bytes last arrived, by {@link System#nanoTime}. */
  long filledAt() {
    return filledAt;
  }

  /** Returns whether the buffer has bytes that were not parsed. */
  boolean hasBytes() {
    return buffer != null && buffer.hasRemaining();
  }

  /**
   * Returns whether the bytes that were not parsed begin a 408, with which some upstreams announce
   * that they close an idle connection (RFC 9110 section 15.5.9).
   */
  boolean hasTimeoutResponse() {
    ByteBuffer bytes = buffer == null ? BufferUtil.EMPTY_BUFFER : buffer.getByteBuffer();
    if (bytes.remaining() < TIMEOUT.length()) {
      return false;
    }
    boolean same = true;
    for (int i = 0; i < TIMEOUT.length() && same; i++) {
      same = TIMEOUT.charAt(i) == ANY_DIGIT || bytes.get(bytes.position() + i) == TIMEOUT.charAt(i);
    }
    return same;
  }

  /** Returns whether the connection has ended or no more input is wanted. */
  boolean hasEnded() {
    return ended;
  }

  /** Returns the failure that broke the connection, null if it is intact or has ended cleanly. */
  @Nullable IOException broken() {
    return broken;
  }

  /** Treats the connection as ended: no more input is wanted. */
  void end() {
    ended = true;
  }

  /** Releases the buffer and wakes all waiting threads. */
  void close() {
    closed = true;
    ended = true;
    release();
    inputCondition.signal();
  }

  /** Notes that the selector reported the connection as lost, unless its end was read before. */
  void lost(Throwable cause) {
    watching = false;
    if (!ended) {
      ended = true;
      broken = new IOException("the connection was lost", cause);
    }
    inputCondition.signal();
  }

  /** Registers for more input. */
  void watch() {
    if (!watching && !closed) {
      watching = true;
      fillInterest.run();
    }
  }

  /** Notes that the selector reported input, or the end of the connection. */
  void readable() {
    watching = false;
  }

  /** Reads what the socket has, and notes its end; returns whether bytes have arrived. */
  boolean fill() {
    if (closed) {
      return false;
    }
    RetainableByteBuffer empty = pool.acquire(BUFFER_SIZE, true);
    int count = -1;
    try {
      count = endPoint.fill(empty.getByteBuffer());
      if (count < 0 && broken == null && endPoint instanceof UpstreamSocket plain) {
        broken = plain.brokenBy(); // TLS tells a clean end itself
      }
    } catch (IOException e) {
      broken = e;
    }
    if (count > 0) {
      buffer = empty;
      receivedAny = true;
      filledAt = System.nanoTime();
    } else {
      empty.release();
      ended |= count < 0;
    }
    return count > 0;
  }

  /** Reads what the socket has, unless earlier bytes are left, and wakes all waiting threads. */
  void refill() {
    if (!hasBytes() && parser.content() == null) {
      fill();
    }
    inputCondition.signal();
  }

  /**
   * Parses the bytes in the buffer or, if there are none, those that the socket has. Requires that
   * all parsed content was taken.
   *
   * @return false if there is nothing more to parse; unless the connection has ended or the
   *     response is invalid, the selector will report more
   */
  boolean receive() {
    if (parser.fault() != null) {
      return false;
    }
    if (hasBytes() || (!ended && fill())) {
      parser.parse(Objects.requireNonNull(buffer).getByteBuffer());
      releaseIfDrained();
      return true;
    }
    if (!ended) {
      watch();
      return false;
    }
    if (broken == null) {
      parser.end();
    }
    return parser.isComplete();
  }

  /** Receives the head, as far as it has arrived. */
  void receiveHead() {
    boolean more = true;
    while (more && parser.head() == null) {
      more = receive();
    }
  }

  /** Copies the content that has arrived, as far as {@link EarlyContent} takes it. */
  void takeInEarly(UpstreamExchange current) {
    EarlyContent early = current.early();
    long length = parser.contentLength();
    boolean more = true;
    while (more && early.takes(length)) {
      ByteBuffer piece = parser.content();
      if (piece != null) {
        early.append(piece, length);
      } else {
        more = !noteEnd(current) && receive();
      }
    }
    releaseIfDrained();
  }

  /** Receives the end of the response, as far as it has arrived, if only framing is left. */
  void receiveEnd(UpstreamExchange current) {
    boolean more = true;
    while (more && parser.content() == null && !noteEnd(current)) {
      more = receive();
    }
  }

  /** Notes the end of the response if it was parsed; returns whether the response is complete. */
  boolean noteEnd(UpstreamExchange current) {
    releaseIfDrained();
    if (parser.isComplete() && !current.isComplete()) {
      current.ended(parser.trailers());
    }
    return current.isComplete();
  }

  /**
   * Waits for input, which need not be content: the time that framing takes counts, too.
   *
   * @param deadline until when, by {@link System#nanoTime}
   * @throws InterruptedIOException if the thread is interrupted; a {@link SocketTimeoutException}
   *     if the deadline has passed
   */
  void await(long deadline) throws InterruptedIOException {
    if (!inputCondition.await(deadline - System.nanoTime())) {
      throw new SocketTimeoutException("the upstream stopped sending");
    }
  }

  private void releaseIfDrained() {
    if (parser.content() == null && !hasBytes()) {
      release();
    }
  }

  private void release() {
    RetainableByteBuffer released = buffer;
    buffer = null;
    ReceivedBytes.release(released);
  }
}
