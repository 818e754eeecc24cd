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
 * The parts of a proxy that the caller provides. Immutable.
 *
 * @param storage the storage, which stays open when the proxy is closed; null to open the
 *     configured one
 * @param upstreamClient the upstream client, which stays open when the proxy is closed; null to
 *     create one
 * @param listeners the listeners
 * @param meterRegistry a registry in which the proxy's meters appear, null for none
 * @param clock the wall clock
 */
public record CallerParts(
    @Nullable Storage storage,
    @Nullable UpstreamClient upstreamClient,
    List<ExchangeListener> listeners,
    @Nullable MeterRegistry meterRegistry,
    InstantSource clock) {

  /** No parts but the system's clock. */
  public static final CallerParts NONE = observedBy(List.of());

  /** Copies the list; refuses a null list or clock. */
  public CallerParts {
    listeners = List.copyOf(listeners);
    Objects.requireNonNull(clock, "clock");
  }

  /** Returns listeners and no other parts but the system's clock. */
  public static CallerParts observedBy(List<ExchangeListener> listeners) {
    return new CallerParts(null, null, listeners, null, InstantSource.system());
  }
}
