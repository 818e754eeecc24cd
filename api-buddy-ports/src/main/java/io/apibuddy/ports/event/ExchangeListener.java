package io.apibuddy.ports.event;

/**
 * Observes what the proxy does. Every method does nothing unless it is overridden.
 *
 * <p>Called one event after the other from a thread of its own behind a bounded queue, never from
 * an exchange's thread: a slow listener loses events, a throwing one loses nothing else.
 */
public interface ExchangeListener {

  /** Observes nothing. */
  ExchangeListener NONE = new ExchangeListener() {};

  /**
   * Returns whether it wants to be told of fresh answers from the store ({@link #onCacheHit}, and
   * {@link #onExchangeCompleted} with outcome {@link CacheOutcome#HIT}). They are the many: of what
   * nobody wants no event is made. Asked for every such exchange that no other listener wants to be
   * told of, on its thread: quick, without blocking. What it says may change at any time; one that
   * throws is taken for no, which is told once, and not asked again.
   */
  default boolean wantsHits() {
    return true;
  }

  /** A request was answered from the store. */
  default void onCacheHit(CacheHit event) {}

  /** A request had to go to the upstream. */
  default void onCacheMiss(CacheMiss event) {}

  /** A request was refused: the upstream was not asked, for a limit or a pause. */
  default void onThrottled(Throttled event) {}

  /** An attempt at an upstream failed. */
  default void onUpstreamError(UpstreamFailed event) {}

  /** An exchange has ended. */
  default void onExchangeCompleted(ExchangeCompleted event) {}

  /** Something a person should know happened outside of an exchange. */
  default void onNotice(Notice event) {}
}
