package io.apibuddy.bootstrap.wiring;

import io.apibuddy.bootstrap.admin.LiveFeed;
import io.apibuddy.bootstrap.admin.UpstreamHealth;
import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.log.ExchangeLog;
import io.apibuddy.bootstrap.log.LastWords;
import io.apibuddy.bootstrap.log.ListenerGroup;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;

/**
 * Who is told what happens.
 *
 * @param log writes lines
 * @param health remembers how the upstreams fared
 * @param feed tells those who look at {@code /admin/events}
 * @param listeners tells all three, the embedder's listeners, those on the class path and those
 *     that the configuration names
 * @param callbacks makes the latter
 */
record Observers(
    ExchangeLog log,
    UpstreamHealth health,
    LiveFeed feed,
    ListenerGroup listeners,
    Callbacks callbacks) {

  /**
   * Makes them.
   *
   * @throws io.apibuddy.bootstrap.error.ConfigurationException if a listener cannot be had
   */
  static Observers open(
      Ingredients ingredients, Providers providers, OpenResources resources, Logger logger) {
    Configuration configuration = ingredients.configuration();
    Ticker ticker = Ticker.system();
    ExchangeLog log =
        resources.open(
            () -> new ExchangeLog(logger, configuration.logLevel(), ticker),
            open -> LastWords.say(open::close));
    log.structured(configuration.observation().structuredLog());
    LiveFeed feed = new LiveFeed(ticker);
    UpstreamHealth health = new UpstreamHealth(ingredients.own().clock());
    List<ExchangeListener> given = new ArrayList<>(ingredients.own().listeners());
    given.addAll(providers.listeners());
    Callbacks callbacks = new Callbacks(ingredients.providers());
    List<ExchangeListener> named = callbacks.listeners(configuration.observation().callbacks());
    // Opened before all else but the log, so closed last: whatever is closed may still have
    // something to tell.
    ListenerGroup listeners =
        resources.open(
            () -> new ListenerGroup(List.of(health, feed, log), given, logger, ticker),
            ListenerGroup::close);
    listeners.configured(named);
    return new Observers(log, health, feed, listeners, callbacks);
  }
}
