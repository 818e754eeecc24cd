package io.apibuddy.ports.event;

/**
 * Observes what the proxy does. All methods do nothing by default.
 *
 * <p>Events are delivered one after the other on a thread of their own, through a bounded queue,
 * and never on the thread of an exchange. A slow listener therefore misses events; an exception
 * that a listener throws costs only that event.
 */
public interface ExchangeListener {

  /** Ignores all events. */
  ExchangeListener NONE = new ExchangeListener() {};

  /**
   * Returns whether this listener wants the events of fresh hits: {@link #onCacheHit}, and {@link
   * #onExchangeCompleted} with outcome {@link CacheOutcome#HIT}. As hits are the most frequent
   * exchanges, no event is created for one that no listener wants.
   *
   * <p>Called on the thread of each such exchange, unless another listener wants its events
   * already, so it must be quick and must not block. The result may change at any time. If this
   * method throws, that is reported once, counts as false, and the method is not called again.
   */
  default boolean wantsHits() {
    return true;
  }

  /** A request was answered from the cache. */
  default void onCacheHit(CacheHit event) {}

  /** A request could not be answered from the cache and needed the upstream. */
  default void onCacheMiss(CacheMiss event) {}

  /** A request was refused without asking the upstream, because of a limit or a pause. */
  default void onThrottled(Throttled event) {}

  /** An attempt to get a response from an upstream failed. */
  default void onUpstreamError(UpstreamFailed event) {}

  /** An exchange has ended. */
  default void onExchangeCompleted(ExchangeCompleted event) {}

  /** Something happened outside of an exchange that a person should know. */
  default void onNotice(Notice event) {}
}
