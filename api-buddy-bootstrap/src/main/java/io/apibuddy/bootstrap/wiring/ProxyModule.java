package io.apibuddy.bootstrap.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.apibuddy.bootstrap.body.CachingBodyNormalizer;
import io.apibuddy.bootstrap.body.JacksonBodyNormalizer;
import io.apibuddy.bootstrap.body.TempFileScratchSpace;
import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.log.QueuedNotices;
import io.apibuddy.bootstrap.log.ShutdownOutput;
import io.apibuddy.bootstrap.meter.MeteredUpstreamClient;
import io.apibuddy.bootstrap.meter.MetricsHistory;
import io.apibuddy.bootstrap.meter.MetricsView;
import io.apibuddy.bootstrap.meter.ProxyMeter;
import io.apibuddy.bootstrap.meter.Registries;
import io.apibuddy.bootstrap.meter.StoreSize;
import io.apibuddy.bootstrap.usage.UsageInspector;
import io.apibuddy.domain.ProxyCore;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.http.BodyNormalizer;
import io.apibuddy.ports.http.HttpFrontend;
import io.apibuddy.ports.http.HttpFrontendProvider;
import io.apibuddy.ports.http.ResponseInspector;
import io.apibuddy.ports.http.ScratchSpace;
import io.apibuddy.ports.meter.ExchangeMeter;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.time.Ticker;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamClientProvider;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.slf4j.Logger;

/** Binds the parts of one proxy for Guice. */
final class ProxyModule extends AbstractModule {
  private final ProxySpec spec;
  private final Providers providers;
  private final StorageChoice choice;
  private final OpenResources resources;
  private final Executor workers;
  private final Observers observers;
  private final Logger logger;

  ProxyModule(
      ProxySpec spec,
      Providers providers,
      StorageChoice choice,
      OpenResources resources,
      Executor workers,
      Observers observers,
      Logger logger) {
    this.spec = spec;
    this.providers = providers;
    this.choice = choice;
    this.resources = resources;
    this.workers = workers;
    this.observers = observers;
    this.logger = logger;
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    Configuration configuration = spec.configuration();
    Ticker ticker = Ticker.system();
    Registries registries =
        resources.open(() -> new Registries(spec.callerParts().meterRegistry()), Registries::close);
    ProxyMeter meter =
        new ProxyMeter(registries.all(), configuration.observation().prices(), ticker);
    bind(ProxySpec.class).toInstance(spec);
    bind(Configuration.class).toInstance(configuration);
    bind(OpenResources.class).toInstance(resources);
    bind(Executor.class).toInstance(workers);
    bind(Logger.class).toInstance(logger);
    bind(InstantSource.class).toInstance(spec.callerParts().clock());
    bind(Ticker.class).toInstance(ticker);
    bind(Observers.class).toInstance(observers);
    bind(ExchangeListener.class).toInstance(observers.listeners());
    bind(Registries.class).toInstance(registries);
    bind(ProxyMeter.class).toInstance(meter);
    bind(ExchangeMeter.class).toInstance(meter);
    QueuedNotices notices =
        resources.open(
            () -> new QueuedNotices(observers.listeners()),
            waiting -> ShutdownOutput.write(waiting::deliver));
    bind(QueuedNotices.class).toInstance(notices);
    bind(Notices.class).toInstance(notices);
    bind(BodyNormalizer.class).toInstance(new CachingBodyNormalizer(new JacksonBodyNormalizer()));
    bind(ScratchSpace.class)
        .toInstance(new TempFileScratchSpace(Path.of(System.getProperty("java.io.tmpdir"))));
    bind(StorageChoice.class).toInstance(choice);
    bind(Storage.class).toProvider(StorageOpening.class).in(Singleton.class);
    bind(ProxyCore.class).toProvider(CoreAssembly.class).in(Singleton.class);
    bind(LiveAdapters.class).in(Singleton.class);
    bind(ObserverSettings.class).in(Singleton.class);
    bind(LiveConfiguration.class).in(Singleton.class);
    bind(Maintenance.class).in(Singleton.class);
    bind(RunningProxy.class).in(Singleton.class);
    install(new AdminModule());
  }

  /** Returns the caller's upstream client or a new one, with its requests counted. */
  @Provides
  @Singleton
  UpstreamClient upstreamClient(
      InstantSource clock, Ticker ticker, Notices notices, ProxyMeter meter) {
    UpstreamClient given = spec.callerParts().upstreamClient();
    AdapterContext context =
        new AdapterContext(spec.configuration().client(), clock, ticker, notices);
    UpstreamClient client =
        given != null ? given : resources.open(() -> newClient(context), UpstreamClient::close);
    return new MeteredUpstreamClient(client, meter, ticker);
  }

  private UpstreamClient newClient(AdapterContext context) {
    UpstreamClientProvider provider = providers.upstreamClient();
    return Providers.create("upstream client", provider, () -> provider.create(context));
  }

  @Provides
  @Singleton
  HttpFrontend frontend(ProxyCore core, InstantSource clock, Ticker ticker, Notices notices) {
    AdapterContext context =
        new AdapterContext(spec.configuration().server().settings(), clock, ticker, notices);
    return resources.open(() -> newFrontend(context, core), HttpFrontend::close);
  }

  private HttpFrontend newFrontend(AdapterContext context, ProxyCore core) {
    HttpFrontendProvider provider = providers.frontend();
    return Providers.create("HTTP front end", provider, () -> provider.create(context, core));
  }

  @Provides
  @Singleton
  ResponseInspector responseInspector(InstantSource clock) {
    return new UsageInspector(clock);
  }

  @Provides
  @Singleton
  StoreSize storeSize(Storage storage, InstantSource clock, Ticker ticker) {
    return new StoreSize(storage.responses(), clock, ticker);
  }

  @Provides
  @Singleton
  MetricsView metrics(
      ProxyMeter meter, Registries registries, Storage storage, InstantSource clock) {
    return new MetricsView(meter, registries, new MetricsHistory(storage.metrics(), clock));
  }
}
