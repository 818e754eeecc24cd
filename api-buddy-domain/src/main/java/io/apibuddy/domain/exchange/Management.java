package io.apibuddy.domain.exchange;

import io.apibuddy.domain.explain.Explanation;
import io.apibuddy.domain.explain.RequestDescription;
import io.apibuddy.domain.explain.ThrottleStanding;
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
 * What is asked of the proxy besides exchanges: what is stored, how it stands with its limits, and
 * that some of it be forgotten. Safe for concurrent use.
 */
public final class Management {
  private final ExchangeParts parts;
  private final Supplier<ActiveConfiguration> configuration;

  Management(ExchangeParts parts, Supplier<ActiveConfiguration> configuration) {
    this.parts = parts;
    this.configuration = configuration;
  }

  /** Says what would become of a request now; asks no upstream and changes nothing. */
  public Explanation explain(RequestDescription described) {
    return parts.explainer.explain(described, configuration.get(), parts.stamp(Headers.EMPTY));
  }

  /**
   * Removes the selected entries; returns how many.
   *
   * @throws StoreException if the store cannot
   */
  public long remove(EntrySelector selector) {
    return parts.removals.remove(selector);
  }

  /** Returns what is stored, by alias; nothing if the store cannot say. */
  public Map<String, StoreStats> stats() {
    return parts.stats();
  }

  /** Returns why the last answer that was to be stored was not, empty if it was. */
  public Optional<String> storeFailure() {
    return Optional.ofNullable(parts.store.writeFailure());
  }

  /** Returns a page of what is stored, an empty one if the store cannot. */
  public EntryPage entries(EntryQuery query) {
    return parts.store.entries(query);
  }

  /** Returns how each mapping stands with its limits, by alias. */
  public Map<String, ThrottleStanding> throttle() {
    ActiveConfiguration active = configuration.get();
    Map<String, ThrottleStanding> standings = new TreeMap<>();
    for (Route route : active.router().routes()) {
      standings.put(
          route.alias(),
          parts.throttle.standing(
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
