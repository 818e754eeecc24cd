package io.apibuddy.bootstrap.wiring;

import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.store.HotTierStorage;
import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StorageProvider;
import io.apibuddy.ports.time.Ticker;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Opens the chosen storage with the hot tier in front, or takes the caller's. */
final class StorageOpening implements Provider<Storage> {
  private final Ingredients ingredients;
  private final StorageChoice choice;
  private final OpenResources resources;
  private final InstantSource clock;
  private final Ticker ticker;
  private final Notices notices;

  @Inject
  StorageOpening(
      Ingredients ingredients,
      StorageChoice choice,
      OpenResources resources,
      InstantSource clock,
      Ticker ticker,
      Notices notices) {
    this.ingredients = ingredients;
    this.choice = choice;
    this.resources = resources;
    this.clock = clock;
    this.ticker = ticker;
    this.notices = notices;
  }

  @Override
  public Storage get() {
    Storage given = ingredients.storage();
    if (given != null) {
      return given;
    }
    return resources.open(this::open, Storage::close);
  }

  private Storage open() {
    Configuration.Store store = ingredients.configuration().storage();
    Storage storage = open(store);
    // Memory in front of memory would only hold everything twice.
    return choice.provider() != null && store.memoryMaxBytes() > 0
        ? new HotTierStorage(storage, store.memoryMaxBytes())
        : storage;
  }

  private Storage open(Configuration.Store store) {
    Map<String, Object> settings = new HashMap<>(store.settings());
    if (choice.path() != null) {
      settings.put("database_path", choice.path());
    }
    StorageProvider provider = choice.provider();
    if (provider == null) {
      return new InMemoryStorage(context(settings));
    }
    // Another engine's secrets are not this one's business.
    settings.keySet().retainAll(provider.settingNames());
    try {
      return provider.open(context(settings));
    } catch (LinkageError e) {
      throw EngineCheck.broken(provider, e);
    }
  }

  private AdapterContext context(Map<String, Object> settings) {
    return new AdapterContext(Settings.of(settings), clock, ticker, notices);
  }
}
