package com.example.files;

import io.apibuddy.ports.store.EntryPage;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredRequest;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists, counts and compares entries. */
final class Listing {
  private static final long SAME_RESOURCE = 1L << 32;

  /** Where an entry stands in a listing; the best, then the newest, first. */
  private record Place(long likeness, long number) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparingLong(Place::likeness).thenComparingLong(Place::number).reversed();

    static Place of(Entry entry, StoredRequest asked) {
      return new Place(asked == null ? 0 : Listing.likeness(entry, asked), entry.number());
    }

    static Place parse(String cursor) {
      String[] parts = cursor.split("-", 2);
      return new Place(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
      return likeness + "-" + number;
    }
  }

  private Listing() {}

  static Stream<Entry> selected(Collection<Entry> entries, EntrySelector selector) {
    return entries.stream()
        .filter(
            entry ->
                selector.covers(entry.key())
                    || (selector instanceof EntrySelector.ById one
                        && one.id().equals(entry.response().id())));
  }

  static EntryPage page(Collection<Entry> entries, EntryQuery query) {
    Place after = query.cursor() == null ? null : Place.parse(query.cursor());
    List<Entry> found =
        selected(entries, query.selector())
            .filter(
                entry -> after == null || Place.of(entry, query.similarTo()).compareTo(after) > 0)
            .sorted(Comparator.comparing(entry -> Place.of(entry, query.similarTo())))
            .limit(query.limit() + 1L)
            .toList();
    boolean more = found.size() > query.limit();
    List<Entry> page = more ? found.subList(0, query.limit()) : found;
    return new EntryPage(
        page.stream().map(Entry::response).toList(),
        more ? Place.of(page.get(page.size() - 1), query.similarTo()).toString() : null);
  }

  private static long likeness(Entry entry, StoredRequest asked) {
    StoredRequest request = entry.response().request();
    String one = request.target();
    String other = asked.target();
    int common = 0;
    while (common < Math.min(one.length(), other.length())
        && one.charAt(common) == other.charAt(common)) {
      common++;
    }
    boolean same =
        request.domain().equals(asked.domain()) && request.method().equals(asked.method());
    return (same ? SAME_RESOURCE : 0) + common;
  }

  static Map<String, StoreStats> stats(Collection<Entry> entries, Instant now) {
    return entries.stream()
        .collect(Collectors.groupingBy(entry -> entry.key().domain()))
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, domain -> stats(domain.getValue(), now)));
  }

  private static StoreStats stats(List<Entry> entries, Instant now) {
    return new StoreStats(
        entries.size(),
        entries.stream().mapToLong(entry -> entry.response().length()).sum(),
        entries.stream().mapToLong(entry -> entry.response().size()).sum(),
        entries.stream().filter(entry -> entry.isExpired(now)).count(),
        entries.stream().map(Entry::storedAt).min(Comparator.naturalOrder()).orElseThrow(),
        entries.stream().map(Entry::storedAt).max(Comparator.naturalOrder()).orElseThrow());
  }
}
