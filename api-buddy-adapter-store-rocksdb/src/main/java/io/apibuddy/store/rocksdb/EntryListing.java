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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Pages through entries and counts them. Safe for concurrent use. */
final class EntryListing {
  private final Parts parts;

  /** The most entries that are ranked, the newest ones, which bounds the time of a call. */
  private static final int SCOPE = 20_000;

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
                stats.put(
                    domain.getKey(),
                    stats(database, Key.of(domain.getKey()).bytes(), domain.getValue(), now));
              }
              return stats;
            });
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
