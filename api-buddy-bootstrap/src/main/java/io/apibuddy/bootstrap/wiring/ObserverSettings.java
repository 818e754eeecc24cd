package io.apibuddy.bootstrap.wiring;

import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.meter.ProxyMeter;
import io.apibuddy.bootstrap.meter.StoreSize;
import io.apibuddy.ports.event.ExchangeListener;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Applies the configuration's settings to the observers. For use by one thread at a time. */
final class ObserverSettings {
  private final Observers observers;
  private final ProxyMeter meter;
  private final StoreSize store;

  @Inject
  ObserverSettings(Observers observers, ProxyMeter meter, StoreSize store) {
    this.observers = observers;
    this.meter = meter;
    this.store = store;
  }

  /**
   * Creates the listeners of a changed configuration, which receive no events yet; none if it names
   * the same ones as before.
   *
   * @throws io.apibuddy.bootstrap.error.ConfigurationException if one of them cannot be created
   */
  List<ExchangeListener> callbacks(Configuration before, Configuration changed) {
    return names(before).equals(names(changed))
        ? List.of()
        : observers.callbacks().listeners(names(changed));
  }

  /**
   * Applies a changed configuration. The listeners are replaced only if it names other ones.
   *
   * @param changedCallbacks the listeners that {@link #callbacks} returned
   */
  void apply(Configuration before, Configuration changed, List<ExchangeListener> changedCallbacks) {
    observers.log().threshold(changed.logLevel());
    observers.log().structured(changed.observation().structuredLog());
    meter.prices(changed.observation().prices());
    show(changed);
    if (!names(before).equals(names(changed))) {
      observers.listeners().configured(changedCallbacks);
    }
  }

  private static Map<String, String> names(Configuration configuration) {
    return configuration.observation().callbacks();
  }

  /** Makes the aliases of a configuration appear in the metrics. */
  void show(Configuration configuration) {
    Collection<String> aliases = configuration.proxy().aliases().keySet();
    meter.aliases(aliases);
    meter.show(store, aliases);
  }
}
