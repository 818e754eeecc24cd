package io.apibuddy.domain.exchange;

import io.apibuddy.domain.content.BufferedBody;
import io.apibuddy.domain.fields.ConnectionCredentials;
import io.apibuddy.domain.fields.UpstreamFields;
import io.apibuddy.domain.fill.AsyncFetch;
import io.apibuddy.domain.fill.UpstreamFetcher;
import io.apibuddy.domain.routing.Route;
import io.apibuddy.domain.throttle.Throttle;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.time.Ticker;
import io.apibuddy.ports.upstream.UpstreamCallback;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Sends requests to upstreams under the throttle, and reports failures. Requests are written from
 * parsed parts only. Safe for concurrent use.
 */
final class UpstreamCalls {

  /** Sends one request. */
  @FunctionalInterface
  private interface Call {
    UpstreamResponse run() throws UpstreamException, InterruptedException;
  }

  private final UpstreamFetcher fetcher;
  private final UpstreamFields fields;
  private final Throttle throttle;
  private final Observer observer;
  private final Ticker ticker;

  UpstreamCalls(
      UpstreamFetcher fetcher,
      UpstreamFields fields,
      Throttle throttle,
      Observer observer,
      Ticker ticker) {
    this.fetcher = fetcher;
    this.fields = fields;
    this.throttle = throttle;
    this.observer = observer;
    this.ticker = ticker;
  }

  /**
   * Passes a request on as it is once the throttle admits it; the body is streamed.
   *
   * @param onInterim receives interim responses
   * @throws io.apibuddy.domain.throttle.ThrottledException if the upstream may not be asked
   */
  UpstreamResponse passOn(Exchange exchange, Body body, Consumer<ResponseHead> onInterim)
      throws UpstreamException, InterruptedException {
    BufferedBody buffered =
        body instanceof Body.Bytes bytes ? BufferedBody.of(bytes) : BufferedBody.NONE;
    admit(exchange, buffered, true);
    UpstreamRequest request = unchangedRequest(exchange, body, onInterim);
    return reported(exchange, buffered, () -> fetcher.fetch(request));
  }

  private UpstreamRequest unchangedRequest(
      Exchange exchange, Body body, Consumer<ResponseHead> onInterim) {
    Headers all = fields.of(exchange.head(), exchange.coding(), true);
    return request(exchange, all, body, onInterim);
  }

  /** Returns whether requests can be sent for which no thread waits. */
  boolean canBegin() {
    return fetcher.canBegin();
  }

  /** Counts an attempt if the upstream may be asked at once; returns whether it may. */
  boolean admitAtOnce(Exchange exchange, BufferedBody body) {
    return isPreflight(exchange) || throttle.admitAtOnce(Attempts.of(exchange, body));
  }

  /** Like {@link #passOn}, without a thread that waits; the fetch is not begun yet. */
  AsyncFetch asyncFetch(
      Exchange exchange,
      Body.Bytes content,
      Consumer<ResponseHead> onInterim,
      UpstreamCallback callback) {
    UpstreamRequest request = unchangedRequest(exchange, content, onInterim);
    return asyncFetch(exchange, BufferedBody.of(content), request, callback);
  }

  /**
   * Like {@link #fetchWhole}, without a thread that waits; the fetch is not begun yet.
   *
   * @param body the request's body, in memory
   */
  AsyncFetch asyncFetchWhole(
      Exchange exchange,
      BufferedBody body,
      Headers conditions,
      Consumer<ResponseHead> onInterim,
      UpstreamCallback callback) {
    UpstreamRequest request = whole(exchange, conditions, body.whole(), onInterim);
    return asyncFetch(exchange, body, request, callback);
  }

  private AsyncFetch asyncFetch(
      Exchange exchange, BufferedBody body, UpstreamRequest request, UpstreamCallback callback) {
    long startNanos = ticker.nanos();
    return fetcher.asyncFetch(
        request,
        answer -> throttle.observe(Attempts.of(exchange, body), answer),
        failure -> observer.upstreamFailed(exchange, failure, startNanos),
        callback);
  }

  /**
   * Waits until the upstream may be asked for the whole answer to a request.
   *
   * @param awaited whether a client waits for the answer; a fetch in the background never waits
   * @throws io.apibuddy.domain.throttle.ThrottledException if it may not be asked
   */
  void admit(Exchange exchange, BufferedBody body, boolean awaited) throws InterruptedException {
    if (isPreflight(exchange)) {
      return;
    }
    if (awaited) {
      throttle.admit(Attempts.of(exchange, body));
    } else {
      throttle.admitInBackground(Attempts.of(exchange, body));
    }
  }

  /**
   * Returns whether a request is a browser's preflight. The throttle lets it pass: services do not
   * count it, and if it fails, a web page is not told why.
   */
  private static boolean isPreflight(Exchange exchange) {
    Headers headers = exchange.head().headers();
    return exchange.method().equals("OPTIONS")
        && headers.contains("Origin")
        && headers.contains("Access-Control-Request-Method")
        && exchange.request().body().length() == 0;
  }

  /**
   * Fetches the whole answer to a request, so that it can be stored. {@link #admit} comes first.
   *
   * @param conditions fields by which the upstream may confirm a stored response, or by which the
   *     client selects one; a method other than GET and HEAD is sent with the client's own instead
   * @param onInterim receives interim responses
   */
  UpstreamResponse fetchWhole(
      Exchange exchange, BufferedBody body, Headers conditions, Consumer<ResponseHead> onInterim)
      throws UpstreamException, InterruptedException {
    UpstreamRequest request = whole(exchange, conditions, Body.EMPTY, onInterim);
    return reported(exchange, body, () -> fetcher.fetch(request, body::body));
  }

  private UpstreamRequest whole(
      Exchange exchange, Headers conditions, Body content, Consumer<ResponseHead> onInterim) {
    String method = exchange.method();
    boolean asItCame = !method.equals("GET") && !method.equals("HEAD");
    Headers own = fields.of(exchange.head(), exchange.coding(), asItCame);
    Headers all =
        asItCame || conditions.isEmpty() ? own : own.toBuilder().addAll(conditions).build();
    return request(exchange, all, content, onInterim);
  }

  private static UpstreamRequest request(
      Exchange exchange, Headers headers, Body body, Consumer<ResponseHead> onInterim) {
    Route route = exchange.target().route();
    Headers injected = route.configuration().injected();
    Headers all = injected.isEmpty() ? headers : headers.toBuilder().addAll(injected).build();
    return new UpstreamRequest(
        route.alias(),
        route.origin(),
        exchange.method(),
        exchange.target().upstream().text(),
        all,
        body,
        route.configuration().timeouts(),
        ConnectionCredentials.areIn(all),
        onInterim);
  }

  /** Reports an upstream whose answer broke off, with what the failure says. */
  void brokeOff(Exchange exchange, IOException failure) {
    String why = failure.getMessage() == null ? "" : ": " + failure.getMessage();
    observer.upstreamFailed(
        exchange,
        new UpstreamException(
            UpstreamException.Kind.CONNECTION_CLOSED,
            UpstreamException.RequestSent.PERHAPS,
            "the answer broke off" + why,
            failure),
        exchange.stamp().startNanos());
  }

  private UpstreamResponse reported(Exchange exchange, BufferedBody body, Call call)
      throws UpstreamException, InterruptedException {
    long startNanos = ticker.nanos();
    try {
      return throttle.observe(Attempts.of(exchange, body), call.run());
    } catch (UpstreamException e) {
      observer.upstreamFailed(exchange, e, startNanos);
      throw e;
    }
  }
}
