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
 * The receiving half of a connection to an upstream: what its socket has, parsed as responses. To
 * be used with the connection's lock held, which {@link #await} lets go of meanwhile.
 */
final class UpstreamInput {

  private static final int BUFFER_SIZE = 32 * 1024;

  private static final char ANY_DIGIT = '#';
  private static final String TIMEOUT = "HTTP/1.# 408";

  private final EndPoint endPoint;
  private final ByteBufferPool pool;
  private final Arrivals arrivals;
  private final Runnable fillInterest;
  private final ResponseParser parser = new ResponseParser();

  private @Nullable RetainableByteBuffer buffer;
  private boolean watching;
  private boolean heard;
  private long filledAt;
  private boolean ended;
  private boolean closed;
  private @Nullable IOException broken;

  UpstreamInput(EndPoint endPoint, ByteBufferPool pool, ReentrantLock lock, Runnable fillInterest) {
    this.endPoint = endPoint;
    this.pool = pool;
    this.arrivals = new Arrivals(lock);
    this.fillInterest = fillInterest;
  }

  ResponseParser parser() {
    return parser;
  }

  /**
   * Makes ready for the next response.
   *
   * @param toHead whether it answers a HEAD, so that it has no content
   */
  void begin(boolean toHead) {
    parser.begin(toHead);
    heard = false;
  }

  /** Returns whether anything has come since {@link #begin}. */
  boolean wasHeard() {
    return heard;
  }

  /** Returns when anything has come last, by {@link System#nanoTime}. */
  long filledAt() {
    return filledAt;
  }

  /** Returns whether bytes have come that were not parsed. */
  boolean hasBytes() {
    return buffer != null && buffer.hasRemaining();
  }

  /**
   * Returns whether the bytes that were not parsed begin a 408, by which some upstreams say of a
   * connection at rest that they close it (RFC 9110 section 15.5.9).
   */
  boolean hasTimeout() {
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

  /** Returns whether nothing more comes, or nothing more is wanted. */
  boolean hasEnded() {
    return ended;
  }

  /** Returns what the connection broke of, null if it did not, or ended as it should. */
  @Nullable IOException broken() {
    return broken;
  }

  /** Wants nothing more. */
  void end() {
    ended = true;
  }

  /** Lets go of everything and wakes who waits. */
  void close() {
    closed = true;
    ended = true;
    release();
    arrivals.announce();
  }

  /** Takes note that the selector lost the connection. */
  void lost(Throwable cause) {
    watching = false;
    ended = true;
    broken = new IOException("the connection was lost", cause);
    arrivals.announce();
  }

  /** Asks to be told when there is more to read. */
  void watch() {
    if (!watching && !closed) {
      watching = true;
      fillInterest.run();
    }
  }

  /** Is told that there is something to read, or that the connection has ended. */
  void readable() {
    watching = false;
  }

  /** Takes what the socket has; returns whether bytes have come, and takes note of the end. */
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
      heard = true;
      filledAt = System.nanoTime();
    } else {
      empty.release();
      ended |= count < 0;
    }
    return count > 0;
  }

  /** Takes what the socket has, unless there is something left, and wakes who waits. */
  void refill() {
    if (!hasBytes() && parser.content() == null) {
      fill();
    }
    arrivals.announce();
  }

  /**
   * Parses what is in the buffer or, if nothing is, what the socket has. Only if all content that
   * was parsed is taken.
   *
   * @return false if there is nothing more; unless the connection has ended or the response is
   *     faulty, the selector will tell of it
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

  /** Receives until the head is there, as far as it has come. */
  void receiveHead() {
    boolean goesOn = true;
    while (goesOn && parser.head() == null) {
      goesOn = receive();
    }
  }

  /** Takes the content that has come into memory, up to what {@link EarlyContent} takes. */
  void takeInEarly(UpstreamExchange current) {
    EarlyContent early = current.early();
    long length = parser.contentLength();
    boolean goesOn = true;
    while (goesOn && early.takes(length)) {
      ByteBuffer piece = parser.content();
      if (piece != null) {
        early.append(piece, length);
      } else {
        goesOn = !noteEnd(current) && receive();
      }
    }
    releaseIfDrained();
  }

  /** Receives the end of the response if nothing but its framing is left, as far as that came. */
  void receiveEnd(UpstreamExchange current) {
    boolean goesOn = true;
    while (goesOn && parser.content() == null && !noteEnd(current)) {
      goesOn = receive();
    }
  }

  /** Takes note of the end of the response, if that is there; returns whether it is. */
  boolean noteEnd(UpstreamExchange current) {
    releaseIfDrained();
    if (parser.isComplete() && !current.isComplete()) {
      current.ended(parser.trailers());
    }
    return current.isComplete();
  }

  /**
   * Waits for something to come. It need not be content: the time that framing takes counts too.
   *
   * @param deadline by {@link System#nanoTime}
   */
  void await(long deadline) throws InterruptedIOException {
    if (!arrivals.await(deadline - System.nanoTime())) {
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
