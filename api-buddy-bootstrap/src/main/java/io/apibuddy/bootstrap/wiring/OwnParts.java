package io.apibuddy.bootstrap.wiring;

import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a caller brings along to a proxy.
 *
 * @param storage stays open; null to open the configured one
 * @param upstreamClient stays open; null to make one
 * @param listeners observers
 * @param meterRegistry where the caller wants to see meters, null for nowhere
 * @param clock the wall clock
 */
public record OwnParts(
    @Nullable Storage storage,
    @Nullable UpstreamClient upstreamClient,
    List<ExchangeListener> listeners,
    @Nullable MeterRegistry meterRegistry,
    InstantSource clock) {

  /** Nothing: the machine's clock counts. */
  public static final OwnParts NONE = observedBy(List.of());

  /** Refuses null. */
  public OwnParts {
    listeners = List.copyOf(listeners);
    Objects.requireNonNull(clock, "clock");
  }

  /** Returns observers alone. */
  public static OwnParts observedBy(List<ExchangeListener> listeners) {
    return new OwnParts(null, null, listeners, null, InstantSource.system());
  }
}
