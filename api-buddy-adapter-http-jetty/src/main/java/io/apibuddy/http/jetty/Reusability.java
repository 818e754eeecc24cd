package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.upstream.UpstreamRequest;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.transport.HttpDestination;

/**
 * Judges whether a connection may carry another request: the upstream has not closed it, and
 * nothing has come since the last response ended, which would belong to nothing. To ask the socket
 * itself costs a tenth of what is passed on, so it is asked only where there is a reason to. To be
 * used with the connection's lock held.
 */
final class Reusability {

  /** A rest in which hardly an upstream closes a connection that it meant to keep. */
  static final long SHORT_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final UpstreamInput input;
  private final HttpDestination destination;
  private final long openedAt;
  private boolean used;
  private boolean hadContent;
  private boolean looked;

  Reusability(UpstreamInput input, HttpDestination destination) {
    this.input = input;
    this.destination = destination;
    this.openedAt = pool().nanos();
  }

  /** Returns whether it may carry a request that {@link #isFitFor} is going to be asked about. */
  boolean isFit() {
    looked = false;
    return isQuiet() && (!used || isTrusted() || (!pool().isWary() && look()));
  }

  /** Returns whether it may carry this request; asked right after {@link #isFit}. */
  boolean isFitFor(UpstreamRequest request) {
    return isQuiet() && (!used || looked || isRepeatable(request) || look());
  }

  /** Takes note that a request goes out; returns whether another did before. */
  boolean begin() {
    boolean before = used;
    used = true;
    return before;
  }

  /** Takes note that a response has ended. */
  void ended(boolean withContent) {
    hadContent = withContent;
    if (input.hasBytes() && !input.hasTimeout()) {
      pool().distrust();
    }
  }

  /** Takes note that an exchange has failed: what was not understood may have been out of turn. */
  void failed() {
    if (input.parser().fault() != null) {
      pool().distrust();
    }
  }

  /**
   * Returns whether it may be kept: what an upstream sends out of turn may come right behind the
   * next request, and nothing tells it from the answer. One that is never at rest would lead for
   * good to where its upstream was once.
   */
  boolean mayBeKept() {
    return isQuiet()
        && !pool().isWary()
        && pool().nanos() - openedAt < UpstreamConnectionPool.LONGEST_USE.toNanos();
  }

  /** Returns whether the socket has nothing that the selector may not have told of yet. */
  boolean look() {
    looked = true;
    boolean bytes = input.fill();
    if (bytes && !input.hasTimeout()) {
      pool().distrust();
    }
    return !bytes && !input.hasEnded();
  }

  /** Returns whether the selector has told of nothing. */
  private boolean isQuiet() {
    return !input.hasEnded() && !input.hasBytes();
  }

  /**
   * Returns whether it is enough that the selector has told of nothing: shortly after the socket
   * gave an answer with content, whose end is certain, of an upstream of whose kept connections
   * none ever had what belonged to nothing.
   */
  private boolean isTrusted() {
    return hadContent
        && !pool().distrusts()
        && System.nanoTime() - input.filledAt() < SHORT_REST_NANOS;
  }

  /** Returns whether a request can be sent once more if the upstream turns out to have closed. */
  private static boolean isRepeatable(UpstreamRequest request) {
    return request.isIdempotent() && request.body() instanceof Body.Bytes;
  }

  private UpstreamConnectionPool pool() {
    return (UpstreamConnectionPool) destination.getConnectionPool();
  }
}
