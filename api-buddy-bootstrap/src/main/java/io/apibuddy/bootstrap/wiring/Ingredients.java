package io.apibuddy.bootstrap.wiring;

import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.upstream.UpstreamClient;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one proxy is made of.
 *
 * @param configuration the checked configuration
 * @param storage the caller's own storage, which stays open; null to open the configured one
 * @param upstreamClient the caller's own client, which stays open; null to make one
 * @param listeners the caller's observers
 * @param clock the wall clock
 * @param providers where adapters are looked for
 * @param location where files are kept if the configuration does not say; null for nowhere
 */
public record Ingredients(
    Configuration configuration,
    @Nullable Storage storage,
    @Nullable UpstreamClient upstreamClient,
    List<ExchangeListener> listeners,
    InstantSource clock,
    ClassLoader providers,
    @Nullable DefaultLocation location) {

  /** Refuses null. */
  public Ingredients {
    Objects.requireNonNull(configuration, "configuration");
    listeners = List.copyOf(listeners);
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(providers, "providers");
  }
}
