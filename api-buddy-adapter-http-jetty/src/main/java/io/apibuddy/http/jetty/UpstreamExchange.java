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
 * One exchange with an upstream: waits in Jetty's queue for a connection, and takes down there what
 * comes on it. Safe for concurrent use.
 */
final class UpstreamExchange {

  /** In the place of a connection once it is too late for one. */
  private static final Object GIVEN_UP = new Object();

  private final UpstreamRequest request;
  private final UpstreamOutput output;
  private final QueuedRequest queued;
  private final HttpDestination destination;
  private final AtomicReference<@Nullable Object> place = new AtomicReference<>();
  private final CompletableFuture<UpstreamExchange> answered = new CompletableFuture<>();
  private final EarlyContent early = new EarlyContent();
  private ProtocolVersion version = ProtocolVersion.HTTP_1_1;
  private long length;
  private volatile @Nullable ResponseHead head;
  private volatile Headers trailers = Headers.EMPTY;
  private volatile boolean complete;
  private volatile @Nullable Throwable failure;

  /**
   * Makes ready to begin.
   *
   * @param threads those that may block
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
          leftQueue(direct ? cause : FailureReport.beforeTunnel(cause));
        });
  }

  /** Begins; the future holds this exchange once the head of the final response is there. */
  CompletableFuture<UpstreamExchange> start() {
    destination.send(new HttpExchange(destination, queued));
    return answered;
  }

  /** Takes note that the queue is left without a connection, unless one was there first. */
  private void leftQueue(Throwable cause) {
    if (!(place.compareAndExchange(null, GIVEN_UP) instanceof UpstreamConnection)) {
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
   * @return false if it was given up in the meantime
   */
  boolean take(UpstreamConnection connection) {
    return place.compareAndSet(null, connection);
  }

  /** Returns the connection that it has, null before that. */
  @Nullable UpstreamConnection connection() {
    return place.get() instanceof UpstreamConnection connection ? connection : null;
  }

  /** Takes note of the head; called by its connection. */
  void began(ResponseHead came, ProtocolVersion in, long contentLength) {
    version = in;
    length = contentLength;
    head = came;
  }

  /** Returns whether the head is there. */
  boolean isBegun() {
    return head != null;
  }

  /** Returns what was taken in of the content. */
  EarlyContent early() {
    return early;
  }

  /** Takes note of the end of the response; called by its connection. */
  void ended(Headers lines) {
    trailers = lines;
    complete = true;
  }

  /** Tells who waits that the head is there. */
  void answer() {
    answered.complete(this);
  }

  /** Tells who waits that there will be no head, or who reads that there is no more content. */
  void failed(Throwable cause) {
    failure = cause;
    output.abandon();
    answered.completeExceptionally(cause);
  }

  /** Returns whether the response came to its end and all of its content was taken. */
  boolean isComplete() {
    return complete;
  }

  /** Returns why there is no more content, null if nothing failed. */
  @Nullable Throwable failure() {
    return failure;
  }

  Headers trailers() {
    return trailers;
  }

  /**
   * Returns the response, once there is a head.
   *
   * @param closed runs once, when it is closed
   */
  ReceivedResponse response(Runnable closed) {
    return new ReceivedResponse(Objects.requireNonNull(head), version, this, length, closed);
  }

  /** Returns the content if that is here, and nothing else is to come; null if it is to be read. */
  Body.@Nullable Bytes whole() {
    if (!complete || !trailers.isEmpty()) {
      return null;
    }
    return length == 0 ? Body.EMPTY : new Body.Bytes(early.toByteArray());
  }

  /** Lets go of the connection, to be kept if the exchange came to its end in both directions. */
  void letGo() {
    UpstreamConnection used = connection();
    if (used != null) {
      used.letGo(this);
    }
  }

  /** Ends the exchange by a failure, unless it was answered. */
  void giveUp(UpstreamException reason) {
    if (answered.completeExceptionally(reason)) {
      abort(reason);
    }
  }

  /** Gives the exchange up and closes its connection; without effect after its end. */
  void abort(Throwable reason) {
    if (place.compareAndSet(null, GIVEN_UP)) {
      CompletableFuture<Boolean> unused = queued.abort(reason);
    } else if (place.get() instanceof UpstreamConnection used) {
      used.fail(this, reason);
    }
  }
}
