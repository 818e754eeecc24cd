package io.apibuddy.bootstrap.wiring;

import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.log.QueuedNotices;
import io.apibuddy.domain.ProxyCore;
import io.apibuddy.ports.http.HttpFrontend;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.time.Ticker;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.time.InstantSource;

/** Makes the front end that hands its requests to the core. */
final class FrontendAssembly implements Provider<HttpFrontend> {
  private final Providers providers;
  private final Configuration configuration;
  private final ProxyCore core;
  private final OpenResources resources;
  private final InstantSource clock;
  private final Ticker ticker;
  private final QueuedNotices notices;

  @Inject
  FrontendAssembly(
      Providers providers,
      Configuration configuration,
      ProxyCore core,
      OpenResources resources,
      InstantSource clock,
      Ticker ticker,
      QueuedNotices notices) {
    this.providers = providers;
    this.configuration = configuration;
    this.core = core;
    this.resources = resources;
    this.clock = clock;
    this.ticker = ticker;
    this.notices = notices;
  }

  @Override
  public HttpFrontend get() {
    AdapterContext context =
        new AdapterContext(configuration.server().settings(), clock, ticker, notices);
    return resources.open(() -> providers.frontend().create(context, core), HttpFrontend::close);
  }
}
