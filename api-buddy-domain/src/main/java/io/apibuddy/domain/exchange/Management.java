package io.apibuddy.domain.exchange;

import io.apibuddy.domain.explain.Explanation;
import io.apibuddy.domain.explain.RequestDescription;
import io.apibuddy.domain.explain.ThrottleStatus;
import io.apibuddy.domain.intake.ActiveConfiguration;
import io.apibuddy.domain.routing.Route;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.EntryPage;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreStats;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The operations besides exchanges: explains requests, lists and removes stored responses, shows
 * and resets limits. Safe for concurrent use.
 */
public final class Management {
  private final ExchangeParts parts;
  private final Supplier<ActiveConfiguration> configuration;

  Management(ExchangeParts parts, Supplier<ActiveConfiguration> configuration) {
    this.parts = parts;
    this.configuration = configuration;
  }

  /** Explains how a request would be answered now. Asks no upstream and changes nothing. */
  public Explanation explain(RequestDescription described) {
    return parts.explainer.explain(described, configuration.get(), parts.stamp(Headers.EMPTY));
  }

  /**
   * Removes the selected entries and returns how many there were.
   *
   * @throws StoreException if the store fails
   */
  public long remove(EntrySelector selector) {
    return parts.removals.remove(selector);
  }

  /** Returns how much is stored, by alias; an empty map if the store fails. */
  public Map<String, StoreStats> stats() {
    return parts.stats();
  }

  /** Returns why the latest attempt to store a response failed, empty if it did not. */
  public Optional<String> storeFailure() {
    return Optional.ofNullable(parts.store.writeFailure());
  }

  /** Returns a page of stored responses, an empty one if the store fails. */
  public EntryPage entries(EntryQuery query) {
    return parts.store.entries(query);
  }

  /** Returns the state of each mapping's limits, by alias. */
  public Map<String, ThrottleStatus> throttle() {
    ActiveConfiguration active = configuration.get();
    Map<String, ThrottleStatus> standings = new TreeMap<>();
    for (Route route : active.router().routes()) {
      standings.put(
          route.alias(),
          parts.throttle.status(
              route.alias(),
              route.origin().toString(),
              route.configuration().throttle(),
              active.line(route)));
    }
    return standings;
  }

  /** Forgets a mapping's attempts, its penalty and the pauses that its upstream asked for. */
  public void resetThrottle(String alias) {
    parts.throttle.reset(alias);
  }
}
