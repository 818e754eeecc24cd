package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.ForwardReason;
import io.apibuddy.ports.event.CacheHit;
import io.apibuddy.ports.event.CacheMiss;
import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.event.ExchangeCompleted;
import io.apibuddy.ports.event.Throttled;
import io.apibuddy.ports.event.UpstreamFailed;
import io.apibuddy.ports.time.Ticker;
import io.apibuddy.ports.upstream.UpstreamException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Counts exchanges and makes events of what they do. Safe for concurrent use. */
final class Observer {
  private final ObserverQueue queue;
  private final ExchangeTally tally;
  private final Ticker ticker;

  Observer(ObserverQueue queue, ExchangeTally tally, Ticker ticker) {
    this.queue = queue;
    this.tally = tally;
    this.ticker = ticker;
  }

  void hit(Exchange exchange, CacheOutcome outcome, Duration age) {
    if (queue.isObserved()) {
      CacheHit event =
          new CacheHit(
              exchange.stamp().id(),
              exchange.alias(),
              exchange.head().method(),
              exchange.shownPath(),
              outcome,
              age);
      queue.post(listener -> listener.onCacheHit(event));
    }
  }

  void miss(Exchange exchange, CacheOutcome outcome, ForwardReason reason) {
    if (queue.isObserved()) {
      CacheMiss event =
          new CacheMiss(
              exchange.stamp().id(),
              exchange.alias(),
              exchange.head().method(),
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
              exchange.head().method(),
              exchange.shownPath(),
              retryAfter);
      queue.post(listener -> listener.onThrottled(event));
    }
  }

  void upstreamFailed(Exchange exchange, UpstreamException failure, long startNanos) {
    if (queue.isObserved()) {
      UpstreamFailed event =
          new UpstreamFailed(
              exchange.stamp().id(),
              exchange.alias(),
              exchange.head().method(),
              exchange.shownPath(),
              failure.kind().name(),
              String.valueOf(failure.getMessage()),
              Duration.ofNanos(ticker.nanos() - startNanos));
      queue.post(listener -> listener.onUpstreamError(event));
    }
  }

  void completed(
      Exchange.Stamp stamp,
      @Nullable String alias,
      String method,
      String path,
      int status,
      CacheOutcome outcome,
      @Nullable String errorCode,
      long bytes,
      boolean delivered) {
    Duration duration = Duration.ofNanos(ticker.nanos() - stamp.startNanos());
    long millis = duration.toMillis();
    long endedAt = stamp.startedAt().toEpochMilli() + millis;
    tally.add(endedAt, alias, method, outcome, status, bytes, millis);
    if (queue.isObserved()) {
      ExchangeCompleted event =
          new ExchangeCompleted(
              stamp.id(),
              stamp.startedAt(),
              alias,
              method,
              path,
              status,
              outcome,
              errorCode,
              duration,
              bytes,
              delivered);
      queue.post(listener -> listener.onExchangeCompleted(event));
    }
  }
}
