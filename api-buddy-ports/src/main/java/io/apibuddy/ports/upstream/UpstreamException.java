package io.apibuddy.ports.upstream;

import org.jspecify.annotations.Nullable;

/** Thrown when an attempt brings no response head; its kind says why. */
public final class UpstreamException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The kind of failure. */
  public enum Kind {
    /** The host name has no address. */
    UNKNOWN_HOST,
    /** The connection was refused or could not be made. */
    CONNECT_FAILED,
    /** No connection, including the TLS handshake, within the connect time-out. */
    CONNECT_TIMEOUT,
    /** The TLS handshake failed: certificate, host name, protocol. */
    TLS_FAILED,
    /** No response head within the response time-out. */
    RESPONSE_TIMEOUT,
    /** No progress in sending the request's body within the idle time-out. */
    SENDING_TIMEOUT,
    /** A reused connection turned out to be closed before any byte of the response arrived. */
    STALE_CONNECTION,
    /** The connection was closed or broke before the response was complete. */
    CONNECTION_CLOSED,
    /** The bytes received are not HTTP, or the head violates the framing rules or size limits. */
    INVALID_RESPONSE,
    /** The client adapter threw another exception, which is a bug in it. */
    CLIENT_FAILED,
    /** No connection became free in time: all connections to the upstream are in use. */
    SATURATED,
    /** The system does not let this process open more files, and a connection needs one. */
    TOO_MANY_FILES,
    /** Reading the request's body failed, which is the client's fault and not the upstream's. */
    REQUEST_BODY_FAILED,
    /** The client adapter has been closed. */
    CLOSED
  }

  /** Whether the upstream may have seen the request. */
  public enum RequestSent {
    /** No byte of it was sent. */
    NO,
    /** Some or all of it may have arrived. */
    PERHAPS
  }

  private final Kind kind;
  private final RequestSent requestSent;

  /**
   * Creates an exception for a failed attempt.
   *
   * @param message one sentence that names neither a credential nor an internal address
   * @param cause the underlying cause, null if there is none
   */
  public UpstreamException(
      Kind kind, RequestSent requestSent, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.requestSent = requestSent;
  }

  /** Returns the kind of failure. */
  public Kind kind() {
    return kind;
  }

  /** Returns whether the upstream may have seen the request. */
  public RequestSent requestSent() {
    return requestSent;
  }
}
