package io.apibuddy.http.jetty;

import io.apibuddy.ports.upstream.UpstreamCall;
import io.apibuddy.ports.upstream.UpstreamCallback;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An asynchronous request to an upstream: no thread waits for its response. It tries one address of
 * the upstream after the other. Safe for concurrent use.
 */
final class AsyncCall implements UpstreamCall {

  private final JettyUpstreamClient client;
  private final UpstreamRequest request;
  private final UpstreamCallback callback;
  private final long started = System.nanoTime();
  private volatile @Nullable UpstreamExchange current;
  private volatile boolean cancelled;

  AsyncCall(JettyUpstreamClient client, UpstreamRequest request, UpstreamCallback callback) {
    this.client = client;
    this.request = request;
    this.callback = callback;
  }

  /** Sends the request. Call this once. */
  void attempt() {
    try {
      send();
    } catch (UpstreamException e) {
      callback.failed(e);
    }
  }

  private void send() throws UpstreamException {
    RetirableClient entered = client.enter(request.alias());
    boolean begun = false;
    try {
      UpstreamExchange exchange = client.exchange(entered.jetty(), request);
      current = exchange;
      begin(entered, exchange);
      begun = true;
    } finally {
      if (!begun) {
        entered.leave();
      }
    }
    if (cancelled) {
      cancel();
    }
  }

  private void begin(RetirableClient entered, UpstreamExchange exchange) {
    HeadWait wait = new HeadWait(exchange, started);
    entered.deadlines().watch(wait);
    try {
      CompletableFuture<?> unused =
          exchange
              .start()
              .whenComplete(
                  (begun, failure) -> {
                    entered.deadlines().end(wait);
                    if (failure == null) {
                      answered(entered, begun);
                    } else {
                      entered.leave();
                      failed(client.failure(failure));
                    }
                  });
    } catch (RuntimeException | Error e) {
      entered.deadlines().end(wait);
      exchange.abort(e);
      throw e;
    }
  }

  /**
   * Passes the response to the callback or, if it cannot be created, for lack of memory for
   * example, the failure: nobody else would report that.
   */
  void answered(RetirableClient entered, UpstreamExchange exchange) {
    UpstreamResponse response;
    try {
      response = exchange.response(entered::leave);
    } catch (RuntimeException | Error e) {
      UpstreamException reason = UpstreamExceptions.lost(e);
      exchange.abort(reason);
      entered.leave();
      callback.failed(reason);
      return;
    }
    callback.answered(response);
  }

  private void failed(UpstreamException failure) {
    UpstreamException last = failure;
    if (!cancelled && JettyUpstreamClient.mayTryNextAddress(request, started, failure)) {
      try {
        send();
        return;
      } catch (UpstreamException e) {
        last = e;
      } catch (RuntimeException | Error e) { // nobody else would report it
        last = client.failure(e);
      }
    }
    callback.failed(last);
  }

  @Override
  public void cancel() {
    cancelled = true;
    UpstreamExchange exchange = current;
    if (exchange != null) {
      exchange.giveUp(UpstreamExceptions.givenUp());
    }
  }
}
