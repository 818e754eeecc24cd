package io.apibuddy.ports.meter;

import io.apibuddy.ports.event.ExchangeListener;

/**
 * Counts exchanges. Unlike an {@link ExchangeListener} it misses none: it is called exactly once
 * for each exchange, at its end and on its own thread, so it must neither block nor throw. Safe for
 * concurrent use.
 */
@FunctionalInterface
public interface ExchangeMeter {

  /** Counts nothing. */
  ExchangeMeter NONE = exchange -> {};

  /** Counts an exchange that has ended. */
  void count(MeasuredExchange exchange);
}
