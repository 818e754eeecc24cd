package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.local.Chunking;
import io.apibuddy.ports.store.local.KeyDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rocksdb.RocksDBException;

/**
 * Collects the row changes of steps that take effect together, and writes them in one batch. For
 * use by one thread at a time, which {@link Mutations} ensures. All steps together may change an
 * entry only once.
 */
final class Changes {
  private static final List<ColumnFamily> BY_DOMAIN =
      List.of(
          ColumnFamily.ENTRIES,
          ColumnFamily.KEYS,
          ColumnFamily.TARGETS,
          ColumnFamily.USES,
          ColumnFamily.RECENCY,
          ColumnFamily.EXPIRY);

  private final Database database;
  private final EntryReader reader;
  private final Batch batch;
  private final Totals known;
  private final Map<String, DomainTotals> totals = new HashMap<>();
  private final Map<String, Map<KeyDigest, Slots>> slots = new HashMap<>();
  private final List<UnreachableChunks> unreachable = new ArrayList<>();

  Changes(Database database, EntryReader reader, Batch batch, Totals known) {
    this.database = database;
    this.reader = reader;
    this.batch = batch;
    this.known = known;
  }

  Database database() {
    return database;
  }

  Batch batch() {
    return batch;
  }

  Optional<EntryRecord> find(Place place) throws RocksDBException {
    return reader.find(database, place);
  }

  Slots slots(String domain, KeyDigest key) throws RocksDBException {
    Slots pending = slots.getOrDefault(domain, Map.of()).get(key);
    return pending != null
        ? pending
        : Slots.decode(database.get(ColumnFamily.KEYS, EntryRecord.slotsKey(domain, key)));
  }

  /** Returns a domain's totals as they will be after these changes. */
  DomainTotals totals(String domain) {
    DomainTotals pending = totals.get(domain);
    return pending == null ? known.of(domain) : pending;
  }

  /** Returns the totals of all domains together as they will be after these changes. */
  DomainTotals totals() {
    DomainTotals all = DomainTotals.NONE;
    for (Map.Entry<String, DomainTotals> domain : known.all().entrySet()) {
      all = all.plus(totals.getOrDefault(domain.getKey(), domain.getValue()));
    }
    return all;
  }

  /** Returns the key prefixes of all domains. */
  List<byte[]> domains() {
    return known.prefixes();
  }

  /** Makes an entry visible, and removes the one that it replaces. */
  void add(NewEntry added) throws RocksDBException {
    EntryRecord entry = added.entry();
    Place place = entry.place();
    String variant = entry.response().variant();
    for (long number : slots(place.domain(), entry.key()).possibleMatches(variant)) {
      Optional<EntryRecord> former = findOrRemove(new Place(place.domain(), number));
      if (former.isEmpty()) {
        drop(place.domain(), entry.key(), number);
      } else if (former.get().response().variant().equals(variant)) {
        remove(former.get());
      }
    }
    added.put(batch);
    Slots changed = slots(place.domain(), entry.key()).withFirst(place.number(), variant);
    put(place.domain(), entry.key(), changed);
    totals.put(place.domain(), totals(place.domain()).with(added.uses()));
  }

  /** Replaces the head of an entry; the size of the entry may change with it. */
  void replace(EntryRecord former, EntryRecord entry) throws RocksDBException {
    batch.delete(ColumnFamily.EXPIRY, former.expiryKey());
    batch.put(ColumnFamily.EXPIRY, entry.expiryKey(), new byte[0]);
    put(entry);
    long size = entry.response().size();
    if (size != former.response().size()) {
      recount(entry.place(), size);
    }
  }

  private void recount(Place place, long size) throws RocksDBException {
    byte[] row = database.get(ColumnFamily.USES, Key.of(place));
    if (row != null) {
      UsageRecord counted = UsageRecord.decode(row);
      UsageRecord recounted = counted.withSize(size);
      put(place, recounted);
      totals.put(place.domain(), totals(place.domain()).without(counted).with(recounted));
    }
  }

  /** Records the last use of an entry, in milliseconds since 1970; ignores one that is gone. */
  void use(Place place, long lastUsed) throws RocksDBException {
    byte[] row = database.get(ColumnFamily.USES, Key.of(place));
    if (row != null) {
      UsageRecord former = UsageRecord.decode(row);
      batch.delete(ColumnFamily.RECENCY, former.recencyKey(place));
      put(place, former.at(lastUsed));
    }
  }

  void remove(EntryRecord entry) throws RocksDBException {
    batch.delete(ColumnFamily.EXPIRY, entry.expiryKey());
    batch.delete(ColumnFamily.TARGETS, entry.targetKey());
    drop(entry.place().domain(), entry.key(), entry.place().number());
    removeRow(entry.place());
    unreachable.add(
        new UnreachableChunks(
            List.of(entry.chunks()), entry.place(), Chunking.count(entry.response().length())));
  }

  /** Returns an entry; removes it unread if its table file is damaged. */
  private Optional<EntryRecord> findOrRemove(Place place) throws RocksDBException {
    try {
      return find(place);
    } catch (RocksDBException e) {
      RocksErrors.requireDamage(e);
      removeUnread(place);
      return Optional.empty();
    }
  }

  /** Removes an entry, unread if its table file is damaged; returns false if it is gone. */
  boolean remove(Place place) throws RocksDBException {
    try {
      Optional<EntryRecord> entry = find(place);
      if (entry.isPresent()) {
        remove(entry.get());
      }
      return entry.isPresent();
    } catch (RocksDBException e) {
      RocksErrors.requireDamage(e);
      removeUnread(place);
      return true;
    }
  }

  /**
   * Removes a damaged entry. If not even its head can be read, its rows in the indexes stay until
   * something comes across them.
   */
  void removeDamaged(Place place) throws RocksDBException {
    Optional<EntryRecord> entry = EntryReader.readable(database, place);
    if (entry.isPresent()) {
      remove(entry.get());
    } else {
      removeUnread(place);
    }
  }

  private void removeUnread(Place place) throws RocksDBException {
    try {
      removeRow(place);
    } catch (RocksDBException e) {
      RocksErrors.requireDamage(e);
      batch.delete(ColumnFamily.USES, Key.of(place));
      totals.put(place.domain(), totals(place.domain()).withoutOne());
    }
    unreachable.add(UnreachableChunks.unknown(place));
  }

  /**
   * Removes all entries of a domain.
   *
   * @param last the highest number that its entries may have
   */
  void clear(String domain, long last) throws RocksDBException {
    byte[] prefix = Key.of(domain).bytes();
    for (ColumnFamily family : BY_DOMAIN) {
      batch.deleteRange(family, prefix, Key.afterPrefix(prefix));
    }
    totals.put(domain, DomainTotals.NONE);
    unreachable.add(UnreachableChunks.upTo(domain, last));
  }

  /** Writes all changes or none; returns the chunks that are unreachable afterwards. */
  List<UnreachableChunks> write(Duration timeout) throws RocksDBException {
    Totals.write(totals, batch);
    for (Map.Entry<String, Map<KeyDigest, Slots>> domain : slots.entrySet()) {
      for (Map.Entry<KeyDigest, Slots> key : domain.getValue().entrySet()) {
        byte[] row = EntryRecord.slotsKey(domain.getKey(), key.getKey());
        if (key.getValue().isEmpty()) {
          batch.delete(ColumnFamily.KEYS, row);
        } else {
          batch.put(ColumnFamily.KEYS, row, key.getValue().encode());
        }
      }
    }
    if (batch.size() > 0) {
      batch.write(timeout);
    }
    known.written(totals);
    return unreachable;
  }

  private void removeRow(Place place) throws RocksDBException {
    byte[] key = Key.of(place);
    batch.delete(ColumnFamily.ENTRIES, key);
    byte[] row = database.get(ColumnFamily.USES, key);
    if (row != null) {
      UsageRecord uses = UsageRecord.decode(row);
      batch.delete(ColumnFamily.USES, key);
      batch.delete(ColumnFamily.RECENCY, uses.recencyKey(place));
      totals.put(place.domain(), totals(place.domain()).without(uses));
    }
  }

  private void put(EntryRecord entry) throws RocksDBException {
    byte[] key = Key.of(entry.place());
    batch.put(ColumnFamily.ENTRIES, key, ChecksummedValue.encode(key, EntryCodec.encode(entry)));
  }

  private void put(Place place, UsageRecord uses) throws RocksDBException {
    batch.put(ColumnFamily.USES, Key.of(place), uses.encode());
    if (!uses.pinned()) {
      batch.put(ColumnFamily.RECENCY, uses.recencyKey(place), new byte[0]);
    }
  }

  private void put(String domain, KeyDigest key, Slots changed) {
    slots.computeIfAbsent(domain, unused -> new HashMap<>()).put(key, changed);
  }

  private void drop(String domain, KeyDigest key, long number) throws RocksDBException {
    put(domain, key, slots(domain, key).without(number));
  }
}
