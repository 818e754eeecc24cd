package io.apibuddy.ports.http;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A request as a front end hands it to the {@link ExchangeHandler}. Parsed strictly: whatever is
 * ambiguous in its framing was refused before (RFC 9112 section 6).
 *
 * <p>Used by one thread at a time, but for {@link #onClientGone}, whose action comes from any.
 */
public interface ProxyRequest {

  /** Returns the request without its body. */
  RequestHead head();

  /**
   * Returns the request's content, {@link Body#EMPTY} if it has none; {@link Body.Bytes} if all of
   * it has come and it is short, so that nobody has to wait for it. Asking for it reads nothing;
   * the first read of a {@link Body.Stream} sends {@code 100 Continue} to a client that waits for
   * one.
   */
  Body body();

  /**
   * Returns the authority the client addressed, as it was received: that of an absolute-form
   * target, else the {@code Host} field's value (RFC 9110 section 7.2); empty if there was neither.
   * It follows from the head.
   */
  String authority();

  /** Returns the address of the peer's end of the connection; no forwarding header is believed. */
  InetAddress clientAddress();

  /**
   * Returns the port that the client connected to, 0 if the front end cannot tell. A target in
   * absolute form has to name it (RFC 9112 section 3.2.2), or is meant for another server.
   */
  default int localPort() {
    return 0;
  }

  /**
   * Registers what is to be done once the client closed or lost its connection before the response
   * was complete; at once if that has happened. Noticed also while nothing is being written.
   *
   * @param action quick and non-blocking, called at most once, from any thread
   */
  void onClientGone(Runnable action);

  /**
   * Sends an interim response (1xx, RFC 9110 section 15.2) ahead of the final one; does nothing for
   * a client that cannot take it (HTTP/1.0) or has gone.
   *
   * @param head a status of 100 to 199 but 101, which is the front end's own business; without
   *     hop-by-hop fields
   */
  void interim(ResponseHead head);

  /** Returns what {@link #attach} left here, null if nothing did. */
  @Nullable Object attachment();

  /**
   * Keeps a value of the handler's own with the request: what {@code handleImmediately} parsed is
   * found here by {@code handle}.
   */
  void attach(@Nullable Object value);
}
