package io.apibuddy.http.jetty;

import io.apibuddy.ports.upstream.UpstreamCall;
import io.apibuddy.ports.upstream.UpstreamCallback;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamRequest;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A request for whose answer no thread waits; address after address. Safe for concurrent use. */
final class UnattendedCall implements UpstreamCall {

  private final JettyUpstreamClient client;
  private final UpstreamRequest request;
  private final UpstreamCallback callback;
  private final long started = System.nanoTime();
  private volatile @Nullable UpstreamExchange current;
  private volatile boolean cancelled;

  UnattendedCall(JettyUpstreamClient client, UpstreamRequest request, UpstreamCallback callback) {
    this.client = client;
    this.request = request;
    this.callback = callback;
  }

  /** Sends the request; for one call. */
  void attempt() {
    TrustedClient trusted;
    UpstreamExchange exchange;
    try {
      trusted = client.enter(request.alias());
    } catch (UpstreamException e) {
      callback.failed(e);
      return;
    }
    try {
      exchange = client.exchange(trusted.jetty(), request);
    } catch (UpstreamException e) {
      trusted.leave();
      callback.failed(e);
      return;
    }
    current = exchange;
    HeadWait wait = new HeadWait(exchange, started);
    trusted.deadlines().watch(wait);
    CompletableFuture<UpstreamExchange> answered;
    try {
      answered = exchange.start();
    } catch (RuntimeException | Error e) {
      trusted.deadlines().end(wait);
      trusted.leave();
      throw e;
    }
    CompletableFuture<?> unused =
        answered.whenComplete(
            (begun, failure) -> {
              trusted.deadlines().end(wait);
              if (failure == null) {
                callback.answered(begun.response(trusted::leave));
              } else {
                trusted.leave();
                failed(client.failure(failure));
              }
            });
    if (cancelled) {
      exchange.giveUp(FailureReport.givenUp());
    }
  }

  private void failed(UpstreamException failure) {
    if (!cancelled && JettyUpstreamClient.mayTryNextAddress(request, started, failure)) {
      attempt();
    } else {
      callback.failed(failure);
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
    UpstreamExchange exchange = current;
    if (exchange != null) {
      exchange.giveUp(FailureReport.givenUp());
    }
  }
}
