package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.EntryPage;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredRequest;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.Cursors;
import io.apibuddy.ports.store.local.Millis;
import io.apibuddy.ports.store.local.RecordReader;
import io.apibuddy.ports.store.local.SimilarityRanking;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Pages through entries and counts them. Safe for concurrent use. */
final class EntryListing {
  private final Parts parts;

  /** The most entries that are ranked, the newest ones, which bounds the time of a call. */
  private static final int SCOPE = 20_000;

  private static final int STEP = 500;

  EntryListing(Parts parts) {
    this.parts = parts;
  }

  /**
   * Returns a page of entries.
   *
   * @throws IllegalArgumentException if the cursor is not from this store
   */
  EntryPage page(EntryQuery query) {
    StoredRequest model = query.similarTo();
    long cursor = Cursors.of(query);
    return parts
        .engine()
        .read(
            database ->
                model == null
                    ? newest(database, query, cursor)
                    : similar(database, query, model, cursor));
  }

  /** Returns how many written entries a selector covers, 0 if that cannot be found out. */
  long count(EntrySelector selector) {
    if (selector instanceof EntrySelector.All) {
      return parts.totals().all().values().stream().mapToLong(DomainTotals::entries).sum();
    }
    if (selector instanceof EntrySelector.ByDomain those) {
      return parts.totals().of(those.domain()).entries();
    }
    try {
      return parts.engine().read(database -> count(database, selector));
    } catch (StoreException e) {
      return 0;
    }
  }

  private long count(Database database, EntrySelector selector) throws RocksDBException {
    long count = 0;
    for (Place place : SelectedEntries.places(database, selector)) {
      count += parts.shown(database, place).isPresent() ? 1 : 0;
    }
    return count;
  }

  private EntryPage newest(Database database, EntryQuery query, long before)
      throws RocksDBException {
    List<byte[]> domains = parts.totals().prefixes();
    int limit = query.limit();
    List<Place> places =
        SelectedEntries.newest(database, query.selector(), domains, before, limit + 1);
    boolean more = places.size() > limit;
    List<Place> page = more ? places.subList(0, limit) : places;
    return new EntryPage(
        read(database, page), more ? Long.toString(page.get(limit - 1).number()) : null);
  }

  private EntryPage similar(Database database, EntryQuery query, StoredRequest model, long from)
      throws RocksDBException {
    SimilarityRanking<Place> ranking = new SimilarityRanking<>(model, from, query.limit());
    List<byte[]> domains = parts.totals().prefixes();
    for (Place place :
        SelectedEntries.newest(database, query.selector(), domains, Long.MAX_VALUE, SCOPE)) {
      Optional<ByteBuffer> content = parts.reader().content(database, place);
      if (content.isPresent()) {
        RecordReader entry = new RecordReader(content.get());
        ranking.add(place, place.number(), place.domain(), entry.text(), entry.text());
      }
    }
    return new EntryPage(read(database, ranking.page()), ranking.next());
  }

  private List<StoredResponse> read(View view, List<Place> places) throws RocksDBException {
    List<StoredResponse> entries = new ArrayList<>(places.size());
    for (Place place : places) {
      parts.shown(view, place).map(EntryRecord::response).ifPresent(entries::add);
    }
    return entries;
  }

  /** Returns statistics by domain. The oldest and newest entries are those begun first and last. */
  Map<String, StoreStats> stats(Instant now) {
    return parts
        .engine()
        .read(
            database -> {
              Map<String, StoreStats> stats = new TreeMap<>();
              for (Map.Entry<String, DomainTotals> domain : parts.totals().all().entrySet()) {
                StoreStats shown = shown(database, domain.getKey(), domain.getValue(), now);
                if (shown.entries() > 0) {
                  stats.put(domain.getKey(), shown);
                }
              }
              return stats;
            });
  }

  /** Returns the statistics of a domain, without the entries that are hidden. */
  private StoreStats shown(Database database, String domain, DomainTotals totals, Instant now)
      throws RocksDBException {
    PendingRemovals removals = parts.pendingRemovals();
    long last = removals.last(domain);
    if (last >= 0) {
      return newer(database, domain, last, now);
    }
    StoreStats all = stats(database, Key.of(domain).bytes(), totals, now);
    Set<Place> places = new HashSet<>();
    for (EntrySelector selector : removals.within(domain)) {
      places.addAll(SelectedEntries.places(database, selector));
    }
    StoreStats hidden = StoreStats.NONE;
    for (Place place : places) {
      Optional<EntryRecord> entry = parts.reader().find(database, place);
      if (entry.isPresent() && removals.hides(entry.get())) {
        hidden = hidden.plus(stats(database, entry.get(), now));
      }
    }
    return new StoreStats(
        all.entries() - hidden.entries(),
        all.bytes() - hidden.bytes(),
        all.size() - hidden.size(),
        all.expired() - hidden.expired(),
        all.oldest(),
        all.newest());
  }

  /** Counts the entries above a number one by one: few are written while a removal cannot be. */
  private StoreStats newer(Database database, String domain, long last, Instant now)
      throws RocksDBException {
    StoreStats sum = StoreStats.NONE;
    long before = Long.MAX_VALUE;
    while (before > last + 1) {
      List<Place> places =
          SelectedEntries.newest(
              database, new EntrySelector.ByDomain(domain), List.of(), before, STEP);
      before = places.isEmpty() ? 0 : places.get(places.size() - 1).number();
      for (Place place : places) {
        Optional<EntryRecord> entry = parts.shown(database, place);
        sum = entry.isPresent() ? sum.plus(stats(database, entry.get(), now)) : sum;
      }
    }
    return sum;
  }

  private static StoreStats stats(Database database, EntryRecord entry, Instant now)
      throws RocksDBException {
    byte[] row = database.get(ColumnFamily.USES, Key.of(entry.place()));
    if (row == null) {
      return StoreStats.NONE;
    }
    UsageRecord uses = UsageRecord.decode(row);
    boolean expired = !uses.pinned() && !entry.response().freshness().discardAt().isAfter(now);
    Instant stored = Instant.ofEpochMilli(uses.storedAt());
    return new StoreStats(1, uses.length(), uses.size(), expired ? 1 : 0, stored, stored);
  }

  private static StoreStats stats(
      Database database, byte[] domain, DomainTotals totals, Instant now) throws RocksDBException {
    long expired = Math.min(totals.entries(), Expiry.count(database, domain, Millis.of(now)));
    try (RocksIterator rows = database.iterate(ColumnFamily.USES)) {
      rows.seek(domain);
      Instant oldest = storedAt(rows, domain);
      rows.seekForPrev(Key.afterPrefix(domain));
      Instant newest = storedAt(rows, domain);
      return new StoreStats(
          totals.entries(), totals.bytes(), totals.size(), expired, oldest, newest);
    }
  }

  private static @Nullable Instant storedAt(RocksIterator rows, byte[] domain)
      throws RocksDBException {
    if (rows.isValid() && Key.startsWith(rows.key(), domain)) {
      return Instant.ofEpochMilli(UsageRecord.decode(rows.value()).storedAt());
    }
    rows.status();
    return null;
  }
}
