package io.apibuddy.bootstrap.wiring;

import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.config.LoadedConfiguration;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one proxy is made of.
 *
 * @param loaded the checked configuration and where it came from
 * @param author who is said to have made it: {@code cli} or {@code api}
 * @param storage the caller's own storage, which stays open; null to open the configured one
 * @param upstreamClient the caller's own client, which stays open; null to make one
 * @param listeners the caller's observers
 * @param meterRegistry where the caller wants to see meters, null for nowhere
 * @param clock the wall clock
 * @param providers where adapters are looked for
 * @param onChange is told of each later configuration, once it is in force
 * @param location where files are kept if the configuration does not say; null for nowhere
 */
public record Ingredients(
    LoadedConfiguration loaded,
    String author,
    @Nullable Storage storage,
    @Nullable UpstreamClient upstreamClient,
    List<ExchangeListener> listeners,
    @Nullable MeterRegistry meterRegistry,
    InstantSource clock,
    ClassLoader providers,
    Consumer<Configuration> onChange,
    @Nullable DefaultLocation location) {

  /** Refuses null. */
  public Ingredients {
    Objects.requireNonNull(loaded, "loaded");
    Objects.requireNonNull(author, "author");
    listeners = List.copyOf(listeners);
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(providers, "providers");
    Objects.requireNonNull(onChange, "onChange");
  }

  /** Returns the configuration to begin with. */
  Configuration configuration() {
    return loaded.configuration();
  }
}
