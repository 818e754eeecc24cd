package io.apibuddy.domain.memory;

import io.apibuddy.ports.store.EntryPage;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredRequest;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.Similarity;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Selects, lists and sums up entries by looking at all of them. */
final class EntryListing {
  private EntryListing() {}

  static Predicate<HeldEntry> selectedBy(EntrySelector selector) {
    if (selector instanceof EntrySelector.ById byId) {
      return entry -> entry.response().id().equals(byId.id());
    }
    return entry -> selector.covers(entry.key());
  }

  static EntryPage page(Collection<HeldEntry> entries, EntryQuery query) {
    EntryPosition after =
        query.cursor() == null ? EntryPosition.BEFORE_ALL : EntryPosition.parse(query.cursor());
    List<PositionedEntry> found =
        entries.stream()
            .filter(selectedBy(query.selector()))
            .map(entry -> new PositionedEntry(position(entry, query.similarTo()), entry.response()))
            .filter(placed -> placed.position().compareTo(after) > 0)
            .sorted(Comparator.comparing(PositionedEntry::position))
            .limit(query.limit() + 1L)
            .toList();
    boolean last = found.size() <= query.limit();
    List<PositionedEntry> page = last ? found : found.subList(0, query.limit());
    return new EntryPage(
        page.stream().map(placed -> placed.response().withBody(null)).toList(),
        last ? null : page.get(page.size() - 1).position().toString());
  }

  private static EntryPosition position(HeldEntry entry, @Nullable StoredRequest similarTo) {
    StoredRequest request = entry.response().request();
    long similarity =
        similarTo == null
            ? 0
            : Similarity.of(similarTo, request.domain(), request.method(), request.target());
    return new EntryPosition(similarity, entry.sequence());
  }

  static Map<String, StoreStats> stats(Collection<HeldEntry> entries, Instant now) {
    Map<String, StoreStats> stats = new HashMap<>();
    for (HeldEntry entry : entries) {
      StoreStats one =
          new StoreStats(
              1,
              entry.response().length(),
              entry.weight(),
              entry.expired(now) ? 1 : 0,
              entry.storedAt(),
              entry.storedAt());
      stats.merge(entry.key().domain(), one, StoreStats::plus);
    }
    return stats;
  }

  private record PositionedEntry(EntryPosition position, StoredResponse response) {}
}
