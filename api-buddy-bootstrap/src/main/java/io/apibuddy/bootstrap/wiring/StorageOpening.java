package io.apibuddy.bootstrap.wiring;

import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.store.HotTierStorage;
import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StorageProvider;
import io.apibuddy.ports.time.Ticker;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.time.InstantSource;

/** Opens the chosen storage behind a hot tier, or returns the storage that the caller provided. */
final class StorageOpening implements Provider<Storage> {
  private final ProxySpec spec;
  private final StorageChoice choice;
  private final OpenResources resources;
  private final InstantSource clock;
  private final Ticker ticker;
  private final Notices notices;

  @Inject
  StorageOpening(
      ProxySpec spec,
      StorageChoice choice,
      OpenResources resources,
      InstantSource clock,
      Ticker ticker,
      Notices notices) {
    this.spec = spec;
    this.choice = choice;
    this.resources = resources;
    this.clock = clock;
    this.ticker = ticker;
    this.notices = notices;
  }

  @Override
  public Storage get() {
    Storage given = spec.callerParts().storage();
    if (given != null) {
      return resources.open(() -> StorageCheck.complete(given, given), callers -> {});
    }
    return resources.open(this::open, Storage::close);
  }

  private Storage open() {
    Configuration.Store store = spec.configuration().storage();
    AdapterContext context = new AdapterContext(choice.settings(store), clock, ticker, notices);
    StorageProvider provider = choice.provider();
    if (provider == null) {
      // A hot tier in front of memory would only hold everything twice.
      return new InMemoryStorage(context);
    }
    return new HotTierStorage(StorageCheck.open(provider, context), store.memoryMaxBytes());
  }
}
