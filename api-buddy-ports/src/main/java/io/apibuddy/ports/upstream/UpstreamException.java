package io.apibuddy.ports.upstream;

import org.jspecify.annotations.Nullable;

/** Why an attempt brought no response head. */
public final class UpstreamException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Kind {
    /** The host name has no address. */
    UNKNOWN_HOST,
    /** The connection was refused or could not be made. */
    CONNECT_FAILED,
    /** No connection, handshake included, within the connect time-out. */
    CONNECT_TIMEOUT,
    /** The TLS handshake failed: certificate, host name, protocol. */
    TLS_FAILED,
    /** No response head within the response time-out. */
    RESPONSE_TIMEOUT,
    /** No progress in sending the request's body within the idle time-out. */
    SENDING_TIMEOUT,
    /** A pooled connection turned out to be closed before any byte of the response came. */
    STALE_CONNECTION,
    /** The connection was closed or broke before the response was complete. */
    CONNECTION_CLOSED,
    /** What came is not HTTP, or its head breaks the framing rules or the size limits. */
    INVALID_RESPONSE,
    /** The client adapter threw something else: a mistake of its own. */
    CLIENT_FAILED,
    /** No connection was free in time: all of the upstream's are in use. */
    SATURATED,
    /** The system lets this process open no further file, and a connection is one. */
    TOO_MANY_FILES,
    /** Reading the request's own body failed: the client's fault, not the upstream's. */
    REQUEST_BODY_FAILED,
    /** The client adapter is closed. */
    CLOSED
  }

  /** Whether the upstream may have seen the request. */
  public enum RequestSent {
    /** Certainly not one byte of it. */
    NO,
    /** Some or all of it may have arrived. */
    PERHAPS
  }

  private final Kind kind;
  private final RequestSent requestSent;

  /**
   * Describes a failed attempt.
   *
   * @param message one sentence that names neither a credential nor an internal address
   * @param cause the reason beneath, null if there is none
   */
  public UpstreamException(
      Kind kind, RequestSent requestSent, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.requestSent = requestSent;
  }

  /** Returns what went wrong. */
  public Kind kind() {
    return kind;
  }

  /** Returns whether the upstream may have seen the request. */
  public RequestSent requestSent() {
    return requestSent;
  }
}
