package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.BodyDigest;
import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.cache.VaryMatcher;
import io.apibuddy.domain.fill.EntryDrafts;
import io.apibuddy.domain.replay.Candidate;
import io.apibuddy.domain.replay.MaskedUpstream;
import io.apibuddy.domain.replay.RequestDifference;
import io.apibuddy.domain.routing.Route;
import io.apibuddy.domain.store.GuardedResponseStore;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.StoredRequest;
import io.apibuddy.ports.store.StoredResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds the stored requests nearest to one that was not found. Safe for concurrent use. */
final class NearestEntries {
  /** How many are returned at most. */
  private static final int MAX_ENTRIES = 3;

  /** How many of the store's similar entries are compared. */
  private static final int MAX_COMPARED = 50;

  private final GuardedResponseStore store;

  NearestEntries(GuardedResponseStore store) {
    this.store = store;
  }

  private record Compared(StoredRequest request, RequestDifference difference) {}

  /**
   * Returns up to three entries of the same alias, the nearest first.
   *
   * @param lookup the request as its recording would be looked up
   * @param route the request's route
   */
  List<Candidate> of(CacheLookup lookup, BodyDigest body, Route route) {
    MaskedUpstream upstream = MaskedUpstream.of(route.configuration());
    StoredRequest model = EntryDrafts.request(lookup.key(), body, Headers.EMPTY);
    List<Compared> compared = new ArrayList<>();
    EntrySelector alias = new EntrySelector.ByDomain(model.domain());
    for (StoredResponse stored :
        store.entries(new EntryQuery(alias, model, null, MAX_COMPARED)).entries()) {
      Headers nominated = VaryMatcher.nominated(stored.response().headers(), lookup);
      StoredRequest requested = EntryDrafts.request(lookup.key(), body, nominated);
      compared.add(
          new Compared(
              stored.request(),
              RequestDifference.first(
                  requested, stored.request(), lookup.fingerprints()::isCredential)));
    }
    return compared.stream()
        .sorted(Comparator.comparing(Compared::difference))
        .map(near -> Candidate.of(upstream.request(near.request()), near.difference()))
        .distinct()
        .limit(MAX_ENTRIES)
        .toList();
  }
}
