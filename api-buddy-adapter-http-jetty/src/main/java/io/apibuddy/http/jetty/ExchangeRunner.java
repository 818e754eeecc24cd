package io.apibuddy.http.jetty;

import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ExchangeHandler;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.http.Rejection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Passes the exchanges of one connection to the handler, and the handler's responses to the client.
 * If the handler can respond without blocking, now or through a future, no thread waits for it;
 * otherwise a worker runs the exchange.
 */
final class ExchangeRunner {

  private final ServerContext context;
  private final ServerConnection connection;
  private final ResponseOutput output;

  ExchangeRunner(ServerContext context, ServerConnection connection, ResponseOutput output) {
    this.context = context;
    this.connection = connection;
    this.output = output;
  }

  /**
   * Starts an exchange; never blocks.
   *
   * @return true if the exchange is over; if false, {@link ServerConnection#advance} is called when
   *     it is, unless the connection had to be broken
   */
  boolean start(ServerExchange exchange) {
    Optional<ProxyResponse> immediate;
    try {
      immediate = context.handler().handleImmediately(exchange);
    } catch (RuntimeException | Error bug) {
      immediate = Optional.ofNullable(internalError(bug));
      if (immediate.isEmpty()) {
        return false;
      }
    }
    if (immediate.isPresent()) {
      return deliver(exchange, immediate.get());
    }
    Optional<CompletableFuture<ProxyResponse>> eventual = begin(exchange);
    if (eventual.isPresent()) {
      CompletableFuture<Boolean> over =
          eventual.get().handle((response, bug) -> conclude(exchange, response, bug));
      if (over.isDone()) {
        return over.join();
      }
      CompletableFuture<?> unused = over.thenAccept(this::resume);
      return false;
    }
    if (context.workers().tryExecute(permit -> work(exchange, permit))) {
      return false;
    }
    return answerBusy(exchange, null);
  }

  private Optional<CompletableFuture<ProxyResponse>> begin(ServerExchange exchange) {
    try {
      return context.handler().handleAsync(exchange);
    } catch (RuntimeException | Error bug) {
      return Optional.of(CompletableFuture.failedFuture(bug));
    }
  }

  /** Sends the response of a future, or an error instead; returns whether the exchange is over. */
  private boolean conclude(
      ServerExchange exchange, @Nullable ProxyResponse made, @Nullable Throwable bug) {
    ProxyResponse response = bug == null ? made : internalError(bug);
    return response != null && deliver(exchange, response);
  }

  /**
   * Continues with the connection after a response from a future. The calling thread completed that
   * future and serves other connections, too, so a request that has arrived meanwhile is handled by
   * a worker.
   */
  private void resume(boolean over) {
    if (over && !(connection.hasUnread() && context.workers().tryExecute(this::resume))) {
      connection.advance();
    }
  }

  private void resume(Workers.Permit permit) {
    permit.release(); // the next request may need it
    connection.advance();
  }

  /**
   * Answers a refused request and closes the connection; never blocks.
   *
   * @param exchange the exchange of the request, null if it has no valid head
   */
  void refuse(RefusedRequest refusal, @Nullable ServerExchange exchange) {
    ProxyResponse response = rejected(refusal, exchange, null);
    if (response != null && deliver(exchange, response)) {
      connection.advance();
    }
  }

  private void work(ServerExchange exchange, Workers.Permit permit) {
    ProxyResponse response;
    try {
      response = context.handler().handle(exchange);
    } catch (InterruptedException e) {
      connection.abort();
      return;
    } catch (Throwable bug) { // even checked exceptions, which other JVM languages can throw
      response = internalError(bug);
    }
    RefusedRequest refusal = connection.refusal();
    if (refusal != null && response != null && response.head().status() != refusal.status()) {
      response = rejected(refusal, exchange, response);
    }
    if (response == null) {
      return;
    }
    boolean over;
    if (response.body() instanceof Body.Bytes) {
      permit.release();
      over = deliver(exchange, response);
    } else {
      over = stream(exchange, response, permit);
    }
    if (over) {
      connection.advance();
    }
  }

  /**
   * Writes a response without blocking, or has a worker stream it.
   *
   * @return whether the exchange is over; also false if the connection had to be broken
   */
  private boolean deliver(@Nullable ServerExchange exchange, ProxyResponse response) {
    try {
      return response.body() instanceof Body.Bytes bytes
          ? write(exchange, response, bytes)
          : streamLater(exchange, response);
    } catch (RuntimeException | Error failure) { // no memory, for example
      giveUp(exchange, response);
      report(failure);
      return false;
    }
  }

  private boolean streamLater(@Nullable ServerExchange exchange, ProxyResponse response) {
    boolean accepted =
        context
            .workers()
            .tryExecute(
                permit -> {
                  if (stream(exchange, response, permit)) {
                    connection.advance();
                  }
                });
    if (accepted) {
      return false;
    }
    return answerBusy(exchange, response);
  }

  private boolean write(
      @Nullable ServerExchange exchange, ProxyResponse response, Body.Bytes bytes) {
    ResponseFraming framing = begin(exchange, response);
    if (exchange != null) {
      exchange.answered();
    }
    Body.Bytes content = framing.withContent() ? bytes : Body.EMPTY;
    EncodedHead known = EncodedHead.find(response, framing);
    WholeResponse whole;
    if (known != null) {
      EncodedHead.Message message = known.with(content);
      whole = new WholeResponse(exchange, response, framing, message);
      output.write(whole, message.buffers());
    } else {
      HeadEncoder encoder = framing.encode(response);
      ByteBuffer head = encoder.end();
      EncodedHead.encoded(response, framing, head);
      whole = new WholeResponse(exchange, response, framing, encoder);
      output.write(whole, head, content.buffer());
    }
    return !whole.firstDone.compareAndSet(false, true);
  }

  /** Abandons a response that cannot be written, and resets the connection. */
  private void giveUp(@Nullable ServerExchange exchange, ProxyResponse response) {
    try {
      if (exchange != null) {
        exchange.answerLost();
      }
      response.abandon();
    } finally {
      connection.abort();
    }
  }

  /**
   * Answers 503 because no worker is free.
   *
   * @param unsent the response that needs a worker to be streamed, null if the request needs one
   */
  private boolean answerBusy(@Nullable ServerExchange exchange, @Nullable ProxyResponse unsent) {
    ProxyResponse busy = rejected(new RefusedRequest(503), exchange, unsent);
    return busy != null && deliver(exchange, busy);
  }

  private boolean stream(
      @Nullable ServerExchange exchange, ProxyResponse response, Workers.Permit permit) {
    boolean chunked = false;
    try (response) {
      ResponseFraming framing = begin(exchange, response);
      chunked = framing.chunked();
      new ResponseStreamer(output, context.pool()).write(framing, response);
      permit.release();
      connection.finish(framing.persistent());
      return true;
    } catch (IOException e) {
      connection.breakOff(chunked);
      return false;
    } catch (RuntimeException | Error bug) {
      report(bug);
      connection.breakOff(chunked);
      return false;
    }
  }

  private ResponseFraming begin(@Nullable ServerExchange exchange, ProxyResponse response) {
    if (exchange == null) {
      return ResponseFraming.of(null, response, false);
    }
    exchange.beginResponse();
    return ResponseFraming.of(
        exchange.head(), response, connection.isReusable(response.body() instanceof Body.Stream));
  }

  private @Nullable ProxyResponse internalError(Throwable bug) {
    report(bug);
    return rejected(new RefusedRequest(500), null, null);
  }

  /**
   * Returns the handler's response to a refusal. If the handler fails, the connection is broken and
   * null returned.
   *
   * @param exchange the exchange of the request, null if it has no valid head or is not to be used
   * @param unsent the response that is replaced, null if there is none
   */
  private @Nullable ProxyResponse rejected(
      RefusedRequest refusal, @Nullable ServerExchange exchange, @Nullable ProxyResponse unsent) {
    ExchangeHandler handler = context.handler();
    Rejection rejection = refusal.rejection();
    try {
      if (unsent != null) {
        return handler.rejected(rejection, unsent);
      }
      return exchange == null ? handler.rejected(rejection) : handler.rejected(rejection, exchange);
    } catch (RuntimeException | Error bug) {
      report(bug);
      connection.abort();
      return null;
    }
  }

  private void report(Throwable bug) {
    StackTraceElement[] frames = bug.getStackTrace();
    String place = frames.length == 0 ? "" : " at " + frames[0];
    context
        .notices()
        .report(
            new Notice(
                Notice.Level.ERROR,
                Notice.Source.SERVER,
                "handler-failed",
                "An exchange failed unexpectedly (" + bug.getClass().getName() + place + ")."));
  }

  /** A response sent in one write, which may complete on the calling thread or on another. */
  private final class WholeResponse implements Callback {
    private final @Nullable ServerExchange exchange;
    private final ProxyResponse response;
    private final ResponseFraming framing;
    private final Recyclable buffers;

    /** Set by what happens first: the write completes, or the call that started it returns. */
    private final AtomicBoolean firstDone = new AtomicBoolean();

    WholeResponse(
        @Nullable ServerExchange exchange,
        ProxyResponse response,
        ResponseFraming framing,
        Recyclable buffers) {
      this.exchange = exchange;
      this.response = response;
      this.framing = framing;
      this.buffers = buffers;
    }

    @Override
    public void succeeded() {
      buffers.recycle();
      response.close();
      connection.finish(framing.persistent());
      if (!firstDone.compareAndSet(false, true)) {
        connection.advance();
      }
    }

    @Override
    public void failed(Throwable cause) {
      giveUp(exchange, response);
      firstDone.set(true);
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }
}
