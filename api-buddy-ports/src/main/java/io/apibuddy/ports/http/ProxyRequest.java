package io.apibuddy.ports.http;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A request as a front end passes it to the {@link ExchangeHandler}. It was parsed strictly:
 * requests with ambiguous framing were refused before (RFC 9112 section 6).
 *
 * <p>Used by one thread at a time, except that the action of {@link #onClientGone} may run on any
 * thread.
 */
public interface ProxyRequest {

  /** Returns the request's head. */
  RequestHead head();

  /**
   * Returns the request's content: {@link Body#EMPTY} if it has none, {@link Body.Bytes} if it is
   * short and has arrived completely, so that reading it never waits. Calling this reads nothing;
   * the first read of a {@link Body.Stream} sends {@code 100 Continue} to a client that expects it.
   */
  Body body();

  /**
   * Returns the authority that the client addressed, as received: that of an absolute-form target,
   * otherwise the value of the {@code Host} field (RFC 9110 section 7.2); empty if there is
   * neither. Determined by the head alone.
   */
  String authority();

  /** Returns the address of the peer of this connection. Forwarding headers are ignored. */
  InetAddress clientAddress();

  /**
   * Returns the port that the client connected to, 0 if the front end does not know it. A target in
   * absolute form has to name this port (RFC 9112 section 3.2.2); otherwise it is meant for another
   * server.
   */
  default int localPort() {
    return 0;
  }

  /**
   * Registers an action to run when the client closes or loses its connection before the response
   * is complete; runs it at once if that has happened already. This is noticed even while nothing
   * is being written.
   *
   * @param action called at most once, on any thread; must be quick and must not block
   */
  void onClientGone(Runnable action);

  /**
   * Sends an interim response (1xx, RFC 9110 section 15.2) ahead of the final one. Does nothing if
   * the client cannot receive one (HTTP/1.0) or has gone.
   *
   * @param head a response with a status of 100 to 199 except 101, which is the front end's own
   *     business, and without hop-by-hop fields
   */
  void interim(ResponseHead head);

  /** Returns the value passed to {@link #attach}, null if there is none. */
  @Nullable Object attachment();

  /**
   * Attaches a value of the handler's own to the request, so that {@code handle} finds what {@code
   * handleImmediately} has parsed.
   */
  void attach(@Nullable Object value);
}
