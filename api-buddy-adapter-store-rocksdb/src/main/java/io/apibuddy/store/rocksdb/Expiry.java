package io.apibuddy.store.rocksdb;

import java.util.Arrays;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Rows of {@link Family#EXPIRY}: domain, whether it is pinned, time, number. */
final class Expiry {
  private Expiry() {}

  /** Returns what the keys of a domain's entries begin with, pinned or not. */
  static byte[] prefix(byte[] domain, boolean pinned) {
    byte[] prefix = Arrays.copyOf(domain, domain.length + 1);
    prefix[domain.length] = (byte) (pinned ? 1 : 0);
    return prefix;
  }

  /**
   * Returns how many entries of a domain are past their time and may go, which recordings may not.
   *
   * @param now in milliseconds since 1970
   */
  static long count(Database database, byte[] domain, long now) throws RocksDBException {
    byte[] prefix = prefix(domain, false);
    long count = 0;
    try (RocksIterator rows = database.iterate(Family.EXPIRY)) {
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
