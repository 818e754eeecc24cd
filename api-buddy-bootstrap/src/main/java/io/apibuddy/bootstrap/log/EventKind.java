package io.apibuddy.bootstrap.log;

import io.apibuddy.ports.event.ExchangeListener;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The kinds of event that an {@link ExchangeListener} can receive. */
public enum EventKind {
  /** A request was answered from the store. */
  ON_CACHE_HIT,
  /** A request had to go to the upstream. */
  ON_CACHE_MISS,
  /** A request was refused for a limit or a pause. */
  ON_THROTTLED,
  /** An attempt at an upstream failed. */
  ON_UPSTREAM_ERROR,
  /** An exchange has ended. */
  ON_EXCHANGE_COMPLETED,
  /** Something happened that a person should know of. */
  ON_NOTICE;

  /** Returns the names of all events as the configuration section {@code callbacks} has them. */
  public static List<String> names() {
    return Stream.of(values()).map(EventKind::configured).toList();
  }

  /** Returns the event's name in the configuration section {@code callbacks}. */
  String configured() {
    return name().toLowerCase(Locale.ROOT);
  }
}
