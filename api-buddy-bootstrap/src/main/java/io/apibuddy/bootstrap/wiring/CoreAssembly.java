package io.apibuddy.bootstrap.wiring;

import io.apibuddy.bootstrap.admin.Routes;
import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.domain.ProxyCore;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.http.BodyNormalizer;
import io.apibuddy.ports.http.ResponseInspector;
import io.apibuddy.ports.http.ScratchSpace;
import io.apibuddy.ports.meter.ExchangeMeter;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.time.Ticker;
import io.apibuddy.ports.upstream.UpstreamClient;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/** Builds the {@link ProxyCore} from its collaborators, and has it closed with the proxy. */
final class CoreAssembly implements Provider<ProxyCore> {
  private final ProxyCore.Builder builder;
  private final OpenResources resources;

  @Inject
  CoreAssembly(
      Configuration configuration,
      Executor workers,
      Storage storage,
      UpstreamClient upstreamClient,
      BodyNormalizer bodyNormalizer,
      ScratchSpace scratchSpace,
      ResponseInspector inspector,
      ExchangeListener listener,
      Provider<Routes> adminResources,
      ExchangeMeter meter,
      InstantSource clock,
      Ticker ticker,
      OpenResources resources) {
    this.resources = resources;
    this.builder =
        ProxyCore.builder()
            .configuration(configuration.proxy())
            .executor(workers)
            .storage(storage)
            .upstreamClient(upstreamClient)
            .bodyNormalizer(bodyNormalizer)
            .scratchSpace(scratchSpace)
            .responseInspector(inspector)
            .listener(listener)
            .adminResources(path -> adminResources.get().at(path))
            .meter(meter)
            .clock(clock)
            .ticker(ticker);
  }

  @Override
  public ProxyCore get() {
    builder.listenerExecutor(
        resources.open(() -> ProxyExecutors.single("listeners"), ProxyExecutors::close));
    return resources.open(builder::build, CoreAssembly::close);
  }

  /** Writes pending data to the store, then closes the core. */
  private static void close(ProxyCore core) {
    try {
      core.maintain();
    } finally {
      core.close();
    }
  }
}
