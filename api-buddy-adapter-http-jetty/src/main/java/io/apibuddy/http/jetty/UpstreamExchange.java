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
 * One exchange with an upstream. It waits for a connection in Jetty's queue, and records the
 * response that arrives on it. Safe for concurrent use.
 */
final class UpstreamExchange {

  /** Takes the place of the connection if the exchange is given up before it has one. */
  private static final Object GIVEN_UP = new Object();

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

  /** Completes the future of the exchange: the head has arrived. */
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
