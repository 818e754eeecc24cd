package io.apibuddy.store.rocksdb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * The totals of each domain, in memory and in {@link ColumnFamily#STORAGE}. They change in the same
 * batch as the entries, so that they are exact after a crash, too, except for entries that damage
 * makes unreadable, and no start has to count entries. Safe for concurrent use.
 */
final class Totals {
  private static final byte[] PREFIX = Key.of("totals").bytes();

  private final Map<String, DomainTotals> domains = new ConcurrentHashMap<>();

  /** Loads the totals from a database. */
  void load(Database database) throws RocksDBException {
    domains.clear();
    try (RocksIterator rows = database.iterate(ColumnFamily.STORAGE)) {
      rows.seek(PREFIX);
      while (rows.isValid() && Key.startsWith(rows.key(), PREFIX)) {
        byte[] key = rows.key();
        byte[] domain = Arrays.copyOfRange(key, PREFIX.length, key.length);
        DomainTotals totals = DomainTotals.decode(rows.value());
        String name = Key.text(domain);
        domains.put(name, totals.knowsSize() ? totals : totals.withSize(size(database, name)));
        rows.next();
      }
      rows.status();
    }
  }

  /** Adds up the sizes, which the program that wrote the totals did not know. */
  private static long size(Database database, String domain) throws RocksDBException {
    byte[] prefix = Key.of(domain).bytes();
    long size = 0;
    try (RocksIterator uses = database.iterate(ColumnFamily.USES)) {
      for (uses.seek(prefix); uses.isValid() && Key.startsWith(uses.key(), prefix); uses.next()) {
        size += UsageRecord.decode(uses.value()).size();
      }
      uses.status();
    }
    return size;
  }

  DomainTotals of(String domain) {
    return domains.getOrDefault(domain, DomainTotals.NONE);
  }

  Map<String, DomainTotals> all() {
    return Map.copyOf(domains);
  }

  /** Returns the totals of all domains together. */
  DomainTotals together() {
    DomainTotals all = DomainTotals.NONE;
    for (DomainTotals domain : domains.values()) {
      all = all.plus(domain);
    }
    return all;
  }

  /** Returns the domains that have entries. */
  Set<String> domains() {
    return Set.copyOf(domains.keySet());
  }

  /** Returns the key prefix of each domain that has entries. */
  List<byte[]> prefixes() {
    List<byte[]> prefixes = new ArrayList<>();
    domains.keySet().forEach(domain -> prefixes.add(Key.of(domain).bytes()));
    return prefixes;
  }

  /** Adds the changed totals of some domains to a batch. */
  static void write(Map<String, DomainTotals> changed, Batch batch) throws RocksDBException {
    for (Map.Entry<String, DomainTotals> domain : changed.entrySet()) {
      byte[] key = Key.of("totals").with(domain.getKey()).bytes();
      if (domain.getValue().entries() == 0) {
        batch.delete(ColumnFamily.STORAGE, key);
      } else {
        batch.put(ColumnFamily.STORAGE, key, domain.getValue().encode());
      }
    }
  }

  /** Takes over totals that were written. */
  void written(Map<String, DomainTotals> changed) {
    changed.forEach(
        (domain, totals) -> {
          if (totals.entries() == 0) {
            domains.remove(domain);
          } else {
            domains.put(domain, totals);
          }
        });
  }
}
