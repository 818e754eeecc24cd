package io.apibuddy.domain.exchange;

import io.apibuddy.domain.routing.Route;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.time.Ticker;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.util.Set;

/** What exchanges ask of upstreams, written from parsed parts only. Safe for concurrent use. */
final class UpstreamCalls {

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private final UpstreamFetcher fetcher;
  private final UpstreamFields fields;
  private final GuardedResponseStore store;
  private final Observer observer;
  private final Ticker ticker;

  UpstreamCalls(
      UpstreamFetcher fetcher,
      UpstreamFields fields,
      GuardedResponseStore store,
      Observer observer,
      Ticker ticker) {
    this.fetcher = fetcher;
    this.fields = fields;
    this.store = store;
    this.observer = observer;
    this.ticker = ticker;
  }

  /** Passes a request on as it is, its body streamed. */
  UpstreamResponse passOn(Exchange exchange, Body body)
      throws UpstreamException, InterruptedException {
    return reported(exchange, () -> fetcher.fetch(request(exchange, body, true)));
  }

  /** Asks for the whole answer to a request, so that it can be stored. */
  UpstreamResponse fetchWhole(Exchange exchange, BufferedBody body)
      throws UpstreamException, InterruptedException {
    return reported(
        exchange, () -> fetcher.fetch(request(exchange, Body.EMPTY, false), body::body));
  }

  /**
   * Removes what an answer to an unsafe request has made untrue (RFC 9111 section 4.4): the stored
   * GETs of its URL.
   */
  void invalidate(Exchange exchange, ResponseHead answer) {
    boolean error = answer.status() >= 400;
    if (!SAFE.contains(exchange.head().method()) && !error) {
      Route route = exchange.target().route();
      String target = exchange.configuration().keys(route).keyTarget(exchange.target().upstream());
      store.remove(new EntrySelector.ByTarget(route.alias(), "GET", target));
    }
  }

  private UpstreamRequest request(Exchange exchange, Body body, boolean keepValidators) {
    Route route = exchange.target().route();
    return new UpstreamRequest(
        route.alias(),
        route.origin(),
        exchange.head().method(),
        exchange.target().upstream().text(),
        fields.of(exchange.head(), exchange.coding(), keepValidators),
        body,
        route.configuration().timeouts(),
        false,
        exchange.request()::interim);
  }

  private UpstreamResponse reported(Exchange exchange, Fill.Fetch fetch)
      throws UpstreamException, InterruptedException {
    long startNanos = ticker.nanos();
    try {
      return fetch.run();
    } catch (UpstreamException e) {
      observer.upstreamFailed(exchange, e, startNanos);
      throw e;
    }
  }
}
