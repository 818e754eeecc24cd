package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.upstream.UpstreamRequest;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.transport.HttpDestination;

/**
 * Decides whether a connection may carry another request: the upstream has not closed it, and no
 * bytes have arrived since the last response ended, which would belong to no request. To read the
 * socket for that costs a tenth of a request that is passed on, so it is read only where there is a
 * reason. The methods require the connection's lock.
 */
final class Reusability {

  /** An idle time within which hardly any upstream closes a connection that it meant to keep. */
  static final long SHORT_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final UpstreamInput input;
  private final HttpDestination destination;
  private final long openedAt;
  private boolean used;
  private boolean hadContent;
  private boolean probed;

  Reusability(UpstreamInput input, HttpDestination destination) {
    this.input = input;
    this.destination = destination;
    this.openedAt = pool().nanos();
  }

  /** Returns whether the connection may carry a request, subject to {@link #isFitFor}. */
  boolean isFit() {
    probed = false;
    return isQuiet() && (!used || isTrusted() || (!pool().isWary() && probe()));
  }

  /** Returns whether the connection may carry this request; called right after {@link #isFit}. */
  boolean isFitFor(UpstreamRequest request) {
    return isQuiet() && (!used || probed || isRepeatable(request) || probe());
  }

  /** Notes that a request is sent; returns whether another one was before. */
  boolean begin() {
    boolean before = used;
    used = true;
    return before;
  }

  /** Notes that a response has ended; bytes after it make the upstream distrusted. */
  void ended(boolean withContent) {
    hadContent = withContent;
    if (input.hasBytes() && !input.hasTimeoutResponse()) {
      pool().distrust();
    }
  }

  /**
   * Notes that an exchange has failed. An invalid response may have been bytes sent out of turn,
   * which make the upstream distrusted.
   */
  void failed() {
    if (input.parser().fault() != null) {
      pool().distrust();
    }
  }

  /**
   * Returns whether the connection may be kept. What an upstream sends out of turn may arrive right
   * after the next request, where nothing distinguishes it from the response; so after such bytes
   * no connection is kept for a while. Nor is one kept for too long: if it is never idle, it would
   * lead for ever to where the upstream's name once led.
   */
  boolean mayBeKept() {
    return isQuiet()
        && !pool().isWary()
        && pool().nanos() - openedAt < UpstreamConnectionPool.MAX_LIFETIME.toNanos();
  }

  /** Reads the socket; returns whether it has nothing that the selector has not reported yet. */
  boolean probe() {
    probed = true;
    boolean bytes = input.fill();
    if (bytes && !input.hasTimeoutResponse()) {
      pool().distrust();
    }
    return !bytes && !input.hasEnded();
  }

  /** Returns whether neither bytes nor the end of the connection are known. */
  private boolean isQuiet() {
    return !input.hasEnded() && !input.hasBytes();
  }

  /**
   * Returns whether the connection may be used without reading the socket: the last response had
   * content, whose end is certain, and arrived shortly before, and no kept connection to this
   * upstream ever received bytes out of turn.
   */
  private boolean isTrusted() {
    return hadContent
        && !pool().distrusts()
        && System.nanoTime() - input.filledAt() < SHORT_REST_NANOS;
  }

  /** Returns whether a request can be sent again if the upstream has closed the connection. */
  private static boolean isRepeatable(UpstreamRequest request) {
    return request.isIdempotent() && request.body() instanceof Body.Bytes;
  }

  private UpstreamConnectionPool pool() {
    return (UpstreamConnectionPool) destination.getConnectionPool();
  }
}
