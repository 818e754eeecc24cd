package io.apibuddy.bootstrap.wiring;

import io.apibuddy.bootstrap.log.QueuedNotices;
import io.apibuddy.bootstrap.meter.MeteredUpstreamClient;
import io.apibuddy.bootstrap.meter.ProxyMeter;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.time.Ticker;
import io.apibuddy.ports.upstream.UpstreamClient;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.time.InstantSource;

/** Makes the upstream client, or takes the caller's; counts what goes through it. */
final class UpstreamClientOpening implements Provider<UpstreamClient> {
  private final Ingredients ingredients;
  private final Providers providers;
  private final OpenResources resources;
  private final InstantSource clock;
  private final Ticker ticker;
  private final QueuedNotices notices;
  private final ProxyMeter meter;

  @Inject
  UpstreamClientOpening(
      Ingredients ingredients,
      Providers providers,
      OpenResources resources,
      InstantSource clock,
      Ticker ticker,
      QueuedNotices notices,
      ProxyMeter meter) {
    this.ingredients = ingredients;
    this.providers = providers;
    this.resources = resources;
    this.clock = clock;
    this.ticker = ticker;
    this.notices = notices;
    this.meter = meter;
  }

  @Override
  public UpstreamClient get() {
    UpstreamClient given = ingredients.own().upstreamClient();
    AdapterContext context =
        new AdapterContext(ingredients.configuration().client(), clock, ticker, notices);
    UpstreamClient client =
        given != null
            ? given
            : resources.open(
                () -> providers.upstreamClient().create(context), UpstreamClient::close);
    return new MeteredUpstreamClient(client, meter, ticker);
  }
}
