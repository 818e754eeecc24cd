package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamRequest;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.client.AbstractConnectionPool;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpDestination;
import org.eclipse.jetty.client.transport.HttpExchange;
import org.jspecify.annotations.Nullable;

/**
 * One exchange with an upstream. It waits for a connection in Jetty's queue, and records how far
 * the request and the response on it are. Safe for concurrent use, except for what is said to be
 * called by the connection, which requires the connection's lock.
 */
final class UpstreamExchange {

  /** Takes the place of the connection if the exchange is given up before it has one. */
  private static final Object GIVEN_UP = new Object();

  private enum RequestState {
    SENDING,
    SENT,
    UNSENT
  }

  private final UpstreamRequest request;
  private final UpstreamOutput output;
  private final QueuedRequest queued;
  private final HttpDestination destination;
  private final AtomicReference<@Nullable Object> connectionOrGivenUp = new AtomicReference<>();
  private final CompletableFuture<UpstreamExchange> answered = new CompletableFuture<>();
  private final EarlyContent early = new EarlyContent();
  private ProtocolVersion version = ProtocolVersion.HTTP_1_1;
  private long length;
  private volatile @Nullable ResponseHead head;
  private volatile Headers trailers = Headers.EMPTY;
  private volatile boolean complete;
  private volatile @Nullable Throwable failure;

  // Guarded by the connection's lock:
  private RequestState requestState = RequestState.SENDING;
  private int interimReporters;
  private boolean released;

  /**
   * Creates an exchange that has not started.
   *
   * @param threads runs tasks that may block
   */
  UpstreamExchange(HttpClient client, UpstreamRequest request, Executor threads) {
    this.request = request;
    this.output = new UpstreamOutput(request, threads);
    this.queued = new QueuedRequest(client, request, this);
    this.destination = (HttpDestination) client.resolveDestination(queued);
    boolean direct = destination.getProxy() == null;
    queued.onComplete(
        result -> {
          Throwable cause = Objects.requireNonNull(result.getFailure());
          leftQueue(direct ? cause : UpstreamExceptions.beforeTunnel(cause));
        });
  }

  /** Starts the exchange; the future completes with it when the final response's head is there. */
  CompletableFuture<UpstreamExchange> start() {
    destination.send(new HttpExchange(destination, queued));
    return answered;
  }

  /** Fails an exchange that left the queue, unless it got a connection before. */
  private void leftQueue(Throwable cause) {
    if (!(connectionOrGivenUp.compareAndExchange(null, GIVEN_UP) instanceof UpstreamConnection)) {
      failed(cause);
    }
  }

  UpstreamRequest request() {
    return request;
  }

  UpstreamOutput output() {
    return output;
  }

  /** Returns whether all connections to the upstream are in use. */
  boolean isSaturated() {
    return destination.getConnectionPool() instanceof AbstractConnectionPool pool
        && pool.getActiveConnectionCount() >= pool.getMaxConnectionCount();
  }

  /**
   * Takes the connection that the queue has found.
   *
   * @return false if the exchange was given up in the meantime
   */
  boolean take(UpstreamConnection connection) {
    return connectionOrGivenUp.compareAndSet(null, connection);
  }

  /** Returns the connection, null before there is one. */
  @Nullable UpstreamConnection connection() {
    return connectionOrGivenUp.get() instanceof UpstreamConnection connection ? connection : null;
  }

  /** Records that the whole request was written; called by the connection. */
  void sent() {
    requestState = RequestState.SENT;
  }

  /** Records that the request could not be written; called by the connection. */
  void unsent() {
    requestState = RequestState.UNSENT;
  }

  /** Returns whether the whole request was written; called by the connection. */
  boolean isSent() {
    return requestState == RequestState.SENT;
  }

  /** Records that a thread will report interim responses; called by the connection. */
  void interimArrived() {
    interimReporters++;
  }

  /** Records that a thread has reported interim responses; called by the connection. */
  void interimReported() {
    interimReporters--;
  }

  /** Reports an interim response to the request's observer, whose faults do not matter. */
  void report(ResponseHead interim) {
    try {
      request.onInterim().accept(interim);
    } catch (RuntimeException | Error e) {
      // The final response does not depend on it.
    }
  }

  /** Records the head of the response; called by the connection. */
  void began(ResponseHead came, ProtocolVersion in, long contentLength) {
    version = in;
    length = contentLength;
    head = came;
  }

  /** Returns whether the head has arrived. */
  boolean isBegun() {
    return head != null;
  }

  /** Returns the content that was copied when the head arrived. */
  EarlyContent early() {
    return early;
  }

  /** Records the trailers and the end of the response; called by the connection. */
  void ended(Headers lines) {
    trailers = lines;
    complete = true;
  }

  /**
   * Returns whether the future may be completed; called by the connection. Besides the head, it has
   * to wait for a thread that still reports interim responses, which the final one must not
   * overtake, or, in a short exchange, still writes the request. Such a thread asks again.
   */
  boolean isDue() {
    return isBegun()
        && interimReporters == 0
        && (requestState != RequestState.SENDING || !complete || output.hasContent());
  }

  /** Completes the future of the exchange. */
  void answer() {
    answered.complete(this);
  }

  /** Fails the exchange: its future if that is not complete, and further reads of the content. */
  void failed(Throwable cause) {
    failure = cause;
    output.abandon();
    answered.completeExceptionally(cause);
  }

  /** Returns whether the response has ended and all of its content was taken. */
  boolean isComplete() {
    return complete;
  }

  /** Returns whether request and response have ended; called by the connection. */
  boolean isOver() {
    return complete && requestState != RequestState.SENDING;
  }

  /** Records that nobody waits for the exchange any more; called by the connection. */
  void released() {
    released = true;
  }

  /** Returns whether nobody waits for the exchange any more; called by the connection. */
  boolean isReleased() {
    return released;
  }

  /** Returns why the exchange failed, null if it did not. */
  @Nullable Throwable failure() {
    return failure;
  }

  Headers trailers() {
    return trailers;
  }

  /**
   * Returns the response. Requires that the head has arrived.
   *
   * @param closed runs once, when the response is closed
   */
  ReceivedResponse response(Runnable closed) {
    return new ReceivedResponse(Objects.requireNonNull(head), version, this, length, closed);
  }

  /** Returns the content if the response is complete without trailers; null if it must be read. */
  Body.@Nullable Bytes whole() {
    if (!complete || !trailers.isEmpty()) {
      return null;
    }
    return length == 0 ? Body.EMPTY : new Body.Bytes(early.toByteArray());
  }

  /** Releases the connection, which is kept if the exchange is over in both directions. */
  void release() {
    UpstreamConnection used = connection();
    if (used != null) {
      used.release(this);
    }
  }

  /** Fails the exchange and closes its connection, unless its future is complete already. */
  void giveUp(UpstreamException reason) {
    if (answered.completeExceptionally(reason)) {
      abort(reason);
    }
  }

  /** Fails the exchange and closes its connection; has no effect once the exchange is over. */
  void abort(Throwable reason) {
    if (connectionOrGivenUp.compareAndSet(null, GIVEN_UP)) {
      CompletableFuture<Boolean> unused = queued.abort(reason);
    } else if (connectionOrGivenUp.get() instanceof UpstreamConnection used) {
      used.fail(this, reason);
    }
  }
}
