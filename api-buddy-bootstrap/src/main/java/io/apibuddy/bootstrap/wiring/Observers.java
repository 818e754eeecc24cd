package io.apibuddy.bootstrap.wiring;

import io.apibuddy.bootstrap.admin.LiveFeed;
import io.apibuddy.bootstrap.admin.UpstreamHealth;
import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.log.ExchangeLog;
import io.apibuddy.bootstrap.log.ListenerGroup;
import io.apibuddy.bootstrap.log.ShutdownOutput;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;

/**
 * The observers of a proxy's events.
 *
 * @param log writes events to the log
 * @param health remembers the latest results of each upstream
 * @param feed passes events to the viewers of {@code /admin/events}
 * @param listeners passes events to all of these, to the embedder's listeners, to those on the
 *     class path and to those that the configuration names
 * @param callbacks creates the listeners that the configuration names
 */
record Observers(
    ExchangeLog log,
    UpstreamHealth health,
    LiveFeed feed,
    ListenerGroup listeners,
    Callbacks callbacks) {

  /**
   * Creates the observers.
   *
   * @throws io.apibuddy.bootstrap.error.ConfigurationException if a listener cannot be created
   */
  static Observers open(
      ProxySpec spec, Providers providers, OpenResources resources, Logger logger) {
    Configuration configuration = spec.configuration();
    Ticker ticker = Ticker.system();
    ExchangeLog log =
        resources.open(
            () -> new ExchangeLog(logger, configuration.logLevel(), ticker),
            open -> ShutdownOutput.write(open::close));
    log.structured(configuration.observation().structuredLog());
    LiveFeed feed = new LiveFeed(ticker);
    UpstreamHealth health = new UpstreamHealth(spec.callerParts().clock());
    List<ExchangeListener> given = new ArrayList<>(spec.callerParts().listeners());
    given.addAll(providers.listeners());
    Callbacks callbacks = new Callbacks(spec.providers());
    List<ExchangeListener> named = callbacks.listeners(configuration.observation().callbacks());
    // Opened right after the log, so closed last but one: whatever is closed before may
    // still have events to deliver.
    ListenerGroup listeners =
        resources.open(
            () -> new ListenerGroup(List.of(health, feed, log), given, logger, ticker),
            ListenerGroup::close);
    listeners.configured(named);
    return new Observers(log, health, feed, listeners, callbacks);
  }
}
