package io.apibuddy.bootstrap.log;

import io.apibuddy.ports.event.CacheHit;
import io.apibuddy.ports.event.CacheMiss;
import io.apibuddy.ports.event.ExchangeCompleted;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.event.Throttled;
import io.apibuddy.ports.event.UpstreamFailed;
import java.util.Set;
import java.util.function.Consumer;

/** A listener that passes the events of one type to a function and ignores all others. */
public final class FunctionListener<E> implements ExchangeListener {
  private static final Set<Class<?>> TYPES =
      Set.of(
          CacheHit.class,
          CacheMiss.class,
          Throttled.class,
          UpstreamFailed.class,
          ExchangeCompleted.class,
          Notice.class);

  private final Class<E> type;
  private final Consumer<? super E> function;

  /**
   * Creates a listener.
   *
   * @param type the class of the events, for example {@link CacheHit}
   * @param function receives the events
   * @throws IllegalArgumentException if {@code type} is not the class of an event
   */
  public FunctionListener(Class<E> type, Consumer<? super E> function) {
    if (!TYPES.contains(type)) {
      throw new IllegalArgumentException("no event: " + type.getName());
    }
    this.type = type;
    this.function = function;
  }

  /** Returns the function that receives the events. */
  Consumer<? super E> function() {
    return function;
  }

  @Override
  public boolean wantsHits() {
    return type == CacheHit.class || type == ExchangeCompleted.class;
  }

  @Override
  public void onCacheHit(CacheHit event) {
    deliver(event);
  }

  @Override
  public void onCacheMiss(CacheMiss event) {
    deliver(event);
  }

  @Override
  public void onThrottled(Throttled event) {
    deliver(event);
  }

  @Override
  public void onUpstreamError(UpstreamFailed event) {
    deliver(event);
  }

  @Override
  public void onExchangeCompleted(ExchangeCompleted event) {
    deliver(event);
  }

  @Override
  public void onNotice(Notice event) {
    deliver(event);
  }

  private void deliver(Object event) {
    if (type.isInstance(event)) {
      function.accept(type.cast(event));
    }
  }
}
