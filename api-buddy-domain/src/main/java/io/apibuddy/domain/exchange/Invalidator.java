package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.CacheKeyFactory;
import io.apibuddy.domain.cache.Invalidation;
import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.intake.ActiveConfiguration;
import io.apibuddy.domain.routing.RequestTarget;
import io.apibuddy.domain.routing.Route;
import io.apibuddy.domain.store.GuardedResponseStore;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.StoredResponse;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Removes what an unsafe request has invalidated (RFC 9111 section 4.4): the stored GETs of its
 * URL, and of the URLs on the same origin that the answer names. Recordings stay. Safe for
 * concurrent use.
 */
final class Invalidator {
  /** The safe methods by the registry of RFC 9110 section 16.1.1, and QUERY. */
  private static final Set<String> SAFE =
      Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "REPORT", "SEARCH", "QUERY");

  private static final int PAGE = 100;

  /**
   * The stored responses of one URL that are no longer valid.
   *
   * @param mayBeRecording whether recordings of that URL may be staged now
   */
  private record Invalidated(EntrySelector.ByTarget target, boolean mayBeRecording) {}

  private final Removals removals;
  private final GuardedResponseStore store;

  Invalidator(Removals removals, GuardedResponseStore store) {
    this.removals = removals;
    this.store = store;
  }

  /** Removes what an answer has invalidated. */
  void after(Exchange exchange, ResponseHead answer) {
    invalidated(exchange, answer).forEach(this::remove);
  }

  /** Returns whether {@link #after} has to ask the store, which may take a while. */
  boolean asksStore(Exchange exchange, ResponseHead answer) {
    for (Invalidated invalidated : invalidated(exchange, answer)) {
      if (invalidated.mayBeRecording() || !store.lacks(invalidated.target())) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether the method of a request is unsafe (RFC 9110 section 9.2.1). */
  static boolean mayHaveEffect(Exchange exchange) {
    return !SAFE.contains(exchange.method());
  }

  private static Set<Invalidated> invalidated(Exchange exchange, ResponseHead answer) {
    if (!mayHaveEffect(exchange) || answer.status() >= 400) {
      return Set.of();
    }
    ActiveConfiguration configuration = exchange.configuration();
    Set<RequestTarget> targets = Invalidation.targets(exchange.target(), answer);
    Set<Invalidated> all = new LinkedHashSet<>();
    Route own = exchange.target().route();
    for (Route route : configuration.router().routes()) { // several mappings may lead to one origin
      if (route.origin().equals(own.origin())) {
        boolean recording =
            route == own ? exchange.cache().mode() == CacheMode.RECORD : mayRecord(route);
        for (CacheKeyFactory keys : configuration.rules(route).keys()) {
          for (RequestTarget target : targets) { // as written by each policy that the rules use
            String written = keys.keyTarget(target);
            all.add(
                new Invalidated(
                    new EntrySelector.ByTarget(route.alias(), "GET", written), recording));
          }
        }
      }
    }
    return all;
  }

  private static boolean mayRecord(Route route) {
    AliasConfiguration mapping = route.configuration();
    return Stream.concat(
            Stream.of(mapping.cache()), mapping.rules().stream().map(rule -> rule.cache()))
        .anyMatch(cache -> cache.mode() == CacheMode.RECORD);
  }

  private void remove(Invalidated invalidated) {
    EntrySelector.ByTarget target = invalidated.target();
    if (invalidated.mayBeRecording()) {
      removeEach(target);
      return;
    }
    removals.markOutdated(target);
    if (store.lacks(target)) {
      return;
    }
    if (holdsRecording(target)) {
      removeEach(target);
    } else {
      store.remove(target); // in one step, entries being staged included
    }
  }

  private boolean holdsRecording(EntrySelector.ByTarget invalidated) {
    return stored(invalidated).anyMatch(StoredResponse::pinned);
  }

  private void removeEach(EntrySelector.ByTarget invalidated) {
    stored(invalidated)
        .filter(stored -> !stored.pinned())
        .forEach(stored -> store.remove(new EntrySelector.ById(stored.id())));
  }

  private Stream<StoredResponse> stored(EntrySelector.ByTarget invalidated) {
    return EntryQuery.first(invalidated, PAGE).stream(store::entries);
  }
}
