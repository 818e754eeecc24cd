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

/** Counts exchanges and makes events of what they do. Safe for concurrent use. */
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
   * A stored response answers.
   *
   * @param age its age, worked out only for those who are told
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

  /**
   * An attempt has failed; one for want of the request's own content says nothing of an upstream.
   */
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
   * An exchange has ended.
   *
   * @param errorCode that of the proxy's own error that answered, null if none did
   * @param stored what is known of the stored response that answered
   */
  void completed(
      Asked asked,
      int status,
      CacheOutcome outcome,
      @Nullable String errorCode,
      EntryCompletion stored,
      long bytes,
      boolean delivered) {
    Exchange.Stamp stamp = asked.stamp();
    String alias = asked.alias();
    String method = asked.method();
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
              asked.shownPath(),
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
