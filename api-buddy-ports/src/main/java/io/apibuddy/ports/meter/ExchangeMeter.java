package io.apibuddy.ports.meter;

import io.apibuddy.ports.event.ExchangeListener;

/**
 * Counts exchanges. Unlike an {@link ExchangeListener} it misses none: it is told of each exactly
 * once, at its end, on the exchange's own thread, so it must neither block nor throw. Safe for
 * concurrent use.
 */
@FunctionalInterface
public interface ExchangeMeter {

  /** Counts nothing. */
  ExchangeMeter NONE = exchange -> {};

  /** An exchange has ended. */
  void count(MeasuredExchange exchange);
}
