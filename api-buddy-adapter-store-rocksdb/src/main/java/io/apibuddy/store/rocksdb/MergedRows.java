package io.apibuddy.store.rocksdb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Merges the keys of a family with several prefixes (domains), in the order of the bytes after the
 * prefix. For use by one thread, within one call.
 */
final class MergedRows implements AutoCloseable {

  /** The next key with one prefix. */
  private static final class Head {
    private final byte[] prefix;
    private final RocksIterator rows;
    private final byte[] key;

    private Head(byte[] prefix, RocksIterator rows, byte[] key) {
      this.prefix = prefix;
      this.rows = rows;
      this.key = key;
    }

    private int compareRest(Head other) {
      return Arrays.compareUnsigned(
          key, prefix.length, key.length, other.key, other.prefix.length, other.key.length);
    }
  }

  private final boolean descending;
  private final List<RocksIterator> iterators = new ArrayList<>();
  private final PriorityQueue<Head> heads;

  private MergedRows(boolean descending) {
    this.descending = descending;
    Comparator<Head> order = Head::compareRest;
    this.heads = new PriorityQueue<>(descending ? order.reversed() : order);
  }

  /** Starts at the lowest key. For a family of {@link FirstKeys}, only the thread in turn may. */
  static MergedRows ascending(Database database, ColumnFamily family, List<byte[]> prefixes)
      throws RocksDBException {
    FirstKeys firstKeys = database.firstKeys();
    MergedRows merged = new MergedRows(false);
    merged.open(
        database, family, prefixes, (rows, prefix) -> rows.seek(firstKeys.of(family, prefix)));
    merged.heads.forEach(first -> firstKeys.found(family, first.prefix, first.key));
    return merged;
  }

  /** Starts at the highest key whose bytes after the prefix are not above {@code start}. */
  static MergedRows descending(
      Database database, ColumnFamily family, List<byte[]> prefixes, byte[] start)
      throws RocksDBException {
    MergedRows merged = new MergedRows(true);
    merged.open(
        database,
        family,
        prefixes,
        (rows, prefix) -> {
          byte[] from = Arrays.copyOf(prefix, prefix.length + start.length);
          System.arraycopy(start, 0, from, prefix.length, start.length);
          rows.seekForPrev(from);
        });
    return merged;
  }

  private void open(
      Database database,
      ColumnFamily family,
      List<byte[]> prefixes,
      BiConsumer<RocksIterator, byte[]> seek)
      throws RocksDBException {
    try {
      for (byte[] prefix : prefixes) {
        RocksIterator rows = database.iterate(family);
        iterators.add(rows);
        seek.accept(rows, prefix);
        offer(prefix, rows);
      }
    } catch (RocksDBException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Returns the next key, empty if there is none. */
  Optional<byte[]> next() throws RocksDBException {
    Head head = heads.poll();
    if (head == null) {
      return Optional.empty();
    }
    if (descending) {
      head.rows.prev();
    } else {
      head.rows.next();
    }
    offer(head.prefix, head.rows);
    return Optional.of(head.key);
  }

  private void offer(byte[] prefix, RocksIterator rows) throws RocksDBException {
    if (rows.isValid()) {
      byte[] key = rows.key();
      if (Key.startsWith(key, prefix)) {
        heads.add(new Head(prefix, rows, key));
      }
    } else {
      rows.status();
    }
  }

  @Override
  public void close() {
    iterators.forEach(RocksIterator::close);
  }
}
