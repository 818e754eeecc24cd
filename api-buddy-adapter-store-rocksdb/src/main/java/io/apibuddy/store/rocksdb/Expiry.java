package io.apibuddy.store.rocksdb;

import java.util.Arrays;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** The rows of {@link ColumnFamily#EXPIRY}: domain, whether the entry is pinned, time, number. */
final class Expiry {
  private Expiry() {}

  /** Returns the key prefix of the entries of a domain that are pinned, or are not. */
  static byte[] prefix(byte[] domain, boolean pinned) {
    byte[] prefix = Arrays.copyOf(domain, domain.length + 1);
    prefix[domain.length] = (byte) (pinned ? 1 : 0);
    return prefix;
  }

  /**
   * Returns how many entries of a domain have expired; recordings never do.
   *
   * @param domain the key prefix of the domain
   * @param now the time in milliseconds since 1970
   */
  static long count(Database database, byte[] domain, long now) throws RocksDBException {
    byte[] prefix = prefix(domain, false);
    long count = 0;
    try (RocksIterator rows = database.iterate(ColumnFamily.EXPIRY)) {
      rows.seek(prefix);
      while (rows.isValid()
          && Key.startsWith(rows.key(), prefix)
          && Key.number(rows.key(), Long.BYTES) <= now) {
        count++;
        rows.next();
      }
      rows.status();
    }
    return count;
  }
}
