package io.apibuddy.bootstrap.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.apibuddy.bootstrap.admin.CacheEndpoints;
import io.apibuddy.bootstrap.admin.ConfigurationEndpoints;
import io.apibuddy.bootstrap.admin.DashboardFiles;
import io.apibuddy.bootstrap.admin.DomainsEndpoint;
import io.apibuddy.bootstrap.admin.EventsEndpoint;
import io.apibuddy.bootstrap.admin.ExplainEndpoint;
import io.apibuddy.bootstrap.admin.MetricsEndpoint;
import io.apibuddy.bootstrap.admin.OpenApiEndpoint;
import io.apibuddy.bootstrap.admin.Routes;
import io.apibuddy.bootstrap.admin.StatusEndpoint;
import io.apibuddy.bootstrap.admin.ThrottleEndpoints;
import io.apibuddy.bootstrap.admin.UpstreamHealth;
import io.apibuddy.bootstrap.meter.MetricsView;
import io.apibuddy.domain.ProxyCore;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.time.Ticker;
import java.time.InstantSource;

/** Binds the endpoints below {@code /admin} to their paths. */
final class AdminModule extends AbstractModule {

  @Provides
  @Singleton
  Routes routes(
      ProxyCore core,
      LiveConfiguration configuration,
      StorageChoice choice,
      Storage storage,
      Observers observers,
      MetricsView metrics,
      InstantSource clock,
      Ticker ticker) {
    StatusEndpoint.About about =
        new StatusEndpoint.About(BuildVersion.number(), choice.description());
    UpstreamHealth health = observers.health();
    Routes.Builder routes = Routes.builder();
    routes.add(
        "GET",
        "/admin/status",
        new StatusEndpoint(about, storage, core::storeFailure, metrics, clock, ticker));
    routes.add("GET", "/admin/metrics", new MetricsEndpoint(metrics));
    routes.add("GET", "/admin/events", new EventsEndpoint(observers.feed(), metrics));
    routes.add("GET", "/admin/domains", new DomainsEndpoint(configuration, core, metrics, health));
    routes.add("POST", "/admin/explain", new ExplainEndpoint(core::explain));
    routes.add("GET", "/admin/openapi.json", new OpenApiEndpoint());
    new ConfigurationEndpoints(configuration).addTo(routes);
    new CacheEndpoints(core, storage.responses(), metrics, configuration).addTo(routes);
    new ThrottleEndpoints(core, configuration, clock).addTo(routes);
    DashboardFiles.addTo(routes);
    return routes.build();
  }
}
