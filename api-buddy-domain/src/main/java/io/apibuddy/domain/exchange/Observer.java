package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.ForwardReason;
import io.apibuddy.ports.event.CacheHit;
import io.apibuddy.ports.event.CacheMiss;
import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.event.ExchangeCompleted;
import io.apibuddy.ports.event.Throttled;
import io.apibuddy.ports.event.UpstreamFailed;
import io.apibuddy.ports.meter.ExchangeMeter;
import io.apibuddy.ports.meter.MeasuredExchange;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.time.Ticker;
import io.apibuddy.ports.upstream.UpstreamException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Counts exchanges and reports them to the listener as events. Safe for concurrent use. */
final class Observer {
  private final ObserverQueue queue;
  private final ExchangeTally tally;
  private final ExchangeMeter meter;
  private final Ticker ticker;

  Observer(ObserverQueue queue, ExchangeTally tally, ExchangeMeter meter, Ticker ticker) {
    this.queue = queue;
    this.tally = tally;
    this.meter = meter;
    this.ticker = ticker;
  }

  /**
   * Reports that a stored response is the answer.
   *
   * @param age its age, computed only if somebody listens
   */
  void hit(Exchange exchange, CacheOutcome outcome, Supplier<Duration> age) {
    if (isWanted(outcome)) {
      CacheHit event =
          new CacheHit(
              exchange.stamp().id(),
              exchange.alias(),
              exchange.method(),
              exchange.shownPath(),
              outcome,
              age.get());
      queue.post(listener -> listener.onCacheHit(event));
    }
  }

  void miss(Exchange exchange, CacheOutcome outcome, ForwardReason reason) {
    if (queue.isObserved()) {
      CacheMiss event =
          new CacheMiss(
              exchange.stamp().id(),
              exchange.alias(),
              exchange.method(),
              exchange.shownPath(),
              outcome,
              reason.token());
      queue.post(listener -> listener.onCacheMiss(event));
    }
  }

  void throttled(Exchange exchange, Duration retryAfter) {
    if (queue.isObserved()) {
      Throttled event =
          new Throttled(
              exchange.stamp().id(),
              exchange.alias(),
              exchange.method(),
              exchange.shownPath(),
              retryAfter);
      queue.post(listener -> listener.onThrottled(event));
    }
  }

  /** Reports a failed attempt, unless the request's own content was the cause. */
  void upstreamFailed(Exchange exchange, UpstreamException failure, long startNanos) {
    if (queue.isObserved() && failure.kind() != UpstreamException.Kind.REQUEST_BODY_FAILED) {
      UpstreamFailed event =
          new UpstreamFailed(
              exchange.stamp().id(),
              exchange.alias(),
              exchange.method(),
              exchange.shownPath(),
              failure.kind().name(),
              String.valueOf(failure.getMessage()),
              Duration.ofNanos(ticker.nanos() - startNanos));
      queue.post(listener -> listener.onUpstreamError(event));
    }
  }

  /**
   * Counts and reports the end of an exchange.
   *
   * @param errorCode the code of the proxy's own error, null if the answer is none
   * @param stored the completion of the stored response that answered
   */
  void completed(
      ReportedRequest reported,
      int status,
      CacheOutcome outcome,
      @Nullable String errorCode,
      EntryCompletion stored,
      long bytes,
      boolean delivered) {
    Exchange.Stamp stamp = reported.stamp();
    String alias = reported.alias();
    String method = reported.method();
    long nanos = ticker.nanos() - stamp.startNanos();
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
    long endedAt = stamp.startedAt().toEpochMilli() + millis;
    tally.add(endedAt, alias, method, outcome, status, bytes, millis);
    String kind = ExchangeTally.counted(method);
    meter.count(new MeasuredExchange(alias, kind, outcome, status, bytes, nanos, stored));
    if (isWanted(outcome)) {
      ExchangeCompleted event =
          new ExchangeCompleted(
              stamp.id(),
              stamp.startedAt(),
              alias,
              method,
              reported.shownPath(),
              status,
              outcome,
              errorCode,
              Duration.ofNanos(nanos),
              bytes,
              delivered);
      queue.post(listener -> listener.onExchangeCompleted(event));
    }
  }

  private boolean isWanted(CacheOutcome outcome) {
    return outcome == CacheOutcome.HIT ? queue.wantsHits() : queue.isObserved();
  }
}
