package io.apibuddy.http.jetty;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Connection;
import org.jspecify.annotations.Nullable;

/**
 * What the transport saw on one connection and Jetty's client does not tell: how reading ended, and
 * bytes that belong to no response. Safe for concurrent use.
 */
final class ConnectionWatch {

  /** An end point that keeps watch. */
  interface Watched {
    ConnectionWatch watch();

    /** Runs {@code action} once the thread that reads has read what is there. */
    void afterReading(Runnable action);
  }

  private volatile boolean handshaking;
  private volatile @Nullable ByteBuffer lastFilled;
  private volatile boolean ended;
  private volatile boolean broken;
  private volatile boolean unfit;
  private volatile long bytesAtRest = -1;

  /** Begins; with TLS nothing can be sent before {@link #secured}. */
  ConnectionWatch(boolean tls) {
    this.handshaking = tls;
  }

  /** Returns the end point of a connection of this client. */
  static Watched endPoint(Connection connection) {
    return (Watched) connection.getEndPoint();
  }

  /** Returns the watch over the end point of a connection of this client. */
  static ConnectionWatch of(Connection connection) {
    return endPoint(connection).watch();
  }

  /** Takes note of a read: {@code count} bytes are in {@code buffer}, -1 for the end. */
  void filled(ByteBuffer buffer, int count) {
    if (count > 0) {
      lastFilled = buffer;
    } else if (count < 0) {
      ended = true;
    }
  }

  /** Takes note of a read that failed, by a reset for example. */
  void broke() {
    broken = true;
    ended = true;
  }

  /** Takes note that the TLS handshake has succeeded. */
  void secured() {
    handshaking = false;
  }

  /** Returns whether a TLS handshake is not complete, so that no byte of a request has left. */
  boolean isHandshaking() {
    return handshaking;
  }

  /** Returns whether the peer has sent its last byte. */
  boolean hasEnded() {
    return ended;
  }

  /** Returns whether reading failed; Jetty takes that for a clean end. */
  boolean isBroken() {
    return broken;
  }

  /**
   * Takes note that a response is complete. Bytes behind it make the connection unfit for another:
   * Jetty drops those that it has read by clearing the buffer, which a parsed buffer never is.
   */
  void responseEnded() {
    ByteBuffer buffer = lastFilled;
    if (buffer != null && buffer.limit() == 0) {
      unfit = true;
    }
  }

  /** Returns whether the connection may be kept, and remembers where it rests. */
  boolean rest(Connection connection) {
    bytesAtRest = connection.getBytesIn();
    return !unfit && !ended;
  }

  /** Returns whether the connection is new or still as it was when it was put to rest. */
  boolean isFit(Connection connection) {
    return bytesAtRest < 0 || (!ended && connection.getBytesIn() == bytesAtRest);
  }
}
