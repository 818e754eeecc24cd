package io.apibuddy.bootstrap.log;

import io.apibuddy.ports.event.ExchangeListener;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Passes some events on. */
public final class SelectedEvents extends ForwardingListener {
  private final Set<Event> events;
  private final ExchangeListener listener;

  /** Worked out once: every hit asks. */
  private final boolean hits;

  /**
   * Passes them to {@code listener}.
   *
   * @param names their names, as {@code callbacks} has them
   */
  public SelectedEvents(Set<String> names, ExchangeListener listener) {
    this.events =
        Stream.of(Event.values())
            .filter(event -> names.contains(event.configured()))
            .collect(Collectors.toUnmodifiableSet());
    this.listener = listener;
    this.hits = events.contains(Event.ON_CACHE_HIT) || events.contains(Event.ON_EXCHANGE_COMPLETED);
  }

  @Override
  public boolean wantsHits() {
    return hits && listener.wantsHits();
  }

  @Override
  void pass(Event event, Consumer<ExchangeListener> delivery) {
    if (events.contains(event)) {
      delivery.accept(listener);
    }
  }
}
