package io.apibuddy.bootstrap.log;

import io.apibuddy.ports.event.ExchangeListener;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A listener that passes selected kinds of event to another listener. */
public final class SelectedEvents extends ForwardingListener {
  private final Set<EventKind> events;
  private final ExchangeListener listener;

  /** Computed once, because every hit asks. */
  private final boolean hits;

  /**
   * Selects events for {@code listener}.
   *
   * @param names the events' names in the configuration section {@code callbacks}
   */
  public SelectedEvents(Set<String> names, ExchangeListener listener) {
    this.events =
        Stream.of(EventKind.values())
            .filter(event -> names.contains(event.configured()))
            .collect(Collectors.toUnmodifiableSet());
    this.listener = listener;
    this.hits =
        events.contains(EventKind.ON_CACHE_HIT) || events.contains(EventKind.ON_EXCHANGE_COMPLETED);
  }

  /** Returns the listener that receives the selected events. */
  ExchangeListener listener() {
    return listener;
  }

  @Override
  public boolean wantsHits() {
    return hits && listener.wantsHits();
  }

  @Override
  void pass(EventKind event, Consumer<ExchangeListener> delivery) {
    if (events.contains(event)) {
      delivery.accept(listener);
    }
  }
}
