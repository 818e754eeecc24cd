package io.apibuddy.bootstrap.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import io.apibuddy.bootstrap.admin.Routes;
import io.apibuddy.bootstrap.admin.Traffic;
import io.apibuddy.bootstrap.body.JacksonBodyNormalizer;
import io.apibuddy.bootstrap.body.TempFileScratchSpace;
import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.log.ExchangeLog;
import io.apibuddy.bootstrap.log.ListenerGroup;
import io.apibuddy.bootstrap.log.QueuedNotices;
import io.apibuddy.bootstrap.log.SavingsCounter;
import io.apibuddy.domain.ProxyCore;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.http.BodyNormalizer;
import io.apibuddy.ports.http.HttpFrontend;
import io.apibuddy.ports.http.ScratchSpace;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.time.Ticker;
import io.apibuddy.ports.upstream.UpstreamClient;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;

/** Says which part is which. */
final class ProxyModule extends AbstractModule {
  private final Ingredients ingredients;
  private final Providers providers;
  private final StorageChoice choice;
  private final OpenResources resources;
  private final Executor workers;
  private final Logger logger;

  ProxyModule(
      Ingredients ingredients,
      Providers providers,
      StorageChoice choice,
      OpenResources resources,
      Executor workers,
      Logger logger) {
    this.ingredients = ingredients;
    this.providers = providers;
    this.choice = choice;
    this.resources = resources;
    this.workers = workers;
    this.logger = logger;
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    Configuration configuration = ingredients.configuration();
    SavingsCounter savings = new SavingsCounter();
    ExchangeLog log = new ExchangeLog(logger, configuration.logLevel());
    Traffic traffic = new Traffic(ingredients.clock());
    ExchangeListener listener = listener(log, savings, traffic);
    bind(Ingredients.class).toInstance(ingredients);
    bind(Configuration.class).toInstance(configuration);
    bind(OpenResources.class).toInstance(resources);
    bind(Executor.class).toInstance(workers);
    bind(Logger.class).toInstance(logger);
    bind(InstantSource.class).toInstance(ingredients.clock());
    bind(Ticker.class).toInstance(Ticker.system());
    bind(Providers.class).toInstance(providers);
    bind(SavingsCounter.class).toInstance(savings);
    bind(Traffic.class).toInstance(traffic);
    bind(ExchangeLog.class).toInstance(log);
    bind(ExchangeListener.class).toInstance(listener);
    QueuedNotices notices = new QueuedNotices(listener);
    bind(QueuedNotices.class).toInstance(notices);
    bind(Notices.class).toInstance(notices);
    bind(BodyNormalizer.class).toInstance(new JacksonBodyNormalizer());
    bind(ScratchSpace.class)
        .toInstance(new TempFileScratchSpace(Path.of(System.getProperty("java.io.tmpdir"))));
    bind(StorageChoice.class).toInstance(choice);
    bind(Storage.class).toProvider(StorageOpening.class).in(Singleton.class);
    bind(UpstreamClient.class).toProvider(UpstreamClientOpening.class).in(Singleton.class);
    bind(ProxyCore.class).toProvider(CoreAssembly.class).in(Singleton.class);
    bind(HttpFrontend.class).toProvider(FrontendAssembly.class).in(Singleton.class);
    bind(LiveAdapters.class).in(Singleton.class);
    bind(LiveConfiguration.class).in(Singleton.class);
    bind(Routes.class).toProvider(AdminAssembly.class).in(Singleton.class);
    bind(Maintenance.class).in(Singleton.class);
    bind(RunningProxy.class).in(Singleton.class);
  }

  private ExchangeListener listener(ExchangeLog log, SavingsCounter savings, Traffic traffic) {
    List<ExchangeListener> members = new ArrayList<>();
    members.add(savings);
    members.add(traffic);
    members.add(log);
    members.addAll(ingredients.listeners());
    return new ListenerGroup(members, logger, Ticker.system());
  }
}
