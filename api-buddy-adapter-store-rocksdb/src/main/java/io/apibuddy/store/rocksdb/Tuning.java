package io.apibuddy.store.rocksdb;

import java.util.ArrayDeque;
import java.util.Deque;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.WriteOptions;

/**
 * The engine's options: one block cache for all, indexes and filters in small parts of it, write
 * buffers and open files bounded, LZ4 while data is young and Zstandard where it settles. Owns its
 * native objects; to be closed after the database.
 */
final class Tuning implements AutoCloseable {
  private static final long CACHE_BYTES = 24L << 20;

  /** Few, so that no part is too small for what is read often. */
  private static final int CACHE_SHARD_BITS = 2;

  private static final long WRITE_BUFFER_BYTES = 24L << 20;
  private static final long WAL_BYTES = 48L << 20;
  private static final int OPEN_FILES = 256;
  private static final long LOG_BYTES = 1L << 20;

  /**
   * How many young tables of a family hold up writers, and stop them. The engine's own numbers
   * would let hundreds of megabytes of deleted content wait for a merge that is late.
   */
  private static final int SLOWING_TABLES = 8;

  private static final int STOPPING_TABLES = 12;
  private static final int BLOCK_BYTES = 8 << 10;
  private static final double FILTER_BITS = 10;

  private final Deque<AbstractNativeReference> owned = new ArrayDeque<>();
  private final Cache cache = own(new LRUCache(CACHE_BYTES, CACHE_SHARD_BITS));
  private final BloomFilter filter = own(new BloomFilter(FILTER_BITS));
  private final DBOptions database = own(new DBOptions());
  private final WriteOptions write = own(new WriteOptions());

  Tuning() {
    database
        .setCreateIfMissing(true)
        .setCreateMissingColumnFamilies(true)
        .setParanoidChecks(true)
        .setMaxOpenFiles(OPEN_FILES)
        .setMaxBackgroundJobs(2)
        .setDbWriteBufferSize(WRITE_BUFFER_BYTES)
        .setMaxTotalWalSize(WAL_BYTES)
        .setAllowFAllocate(false) // a small disk would be full of room for the log
        .setStatsDumpPeriodSec(0)
        .setStatsPersistPeriodSec(0)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setKeepLogFileNum(2)
        .setMaxLogFileSize(LOG_BYTES);
    write.setNoSlowdown(true);
  }

  DBOptions database() {
    return database;
  }

  /** Returns options for writes that are refused rather than held up. */
  WriteOptions write() {
    return write;
  }

  ColumnFamilyDescriptor descriptor(Family family) {
    ColumnFamilyOptions options = own(new ColumnFamilyOptions());
    options
        .setWriteBufferSize(family.writeBufferBytes())
        .setLevel0SlowdownWritesTrigger(SLOWING_TABLES)
        .setLevel0StopWritesTrigger(STOPPING_TABLES)
        .setTableFormatConfig(
            new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setFilterPolicy(filter)
                .setBlockSize(BLOCK_BYTES)
                .setIndexType(IndexType.kTwoLevelIndexSearch)
                .setPartitionFilters(true)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinTopLevelIndexAndFilter(true));
    if (family.compressed()) {
      options
          .setCompressionType(CompressionType.LZ4_COMPRESSION)
          .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION);
    } else {
      options.setCompressionType(CompressionType.NO_COMPRESSION);
    }
    return new ColumnFamilyDescriptor(family.label(), options);
  }

  private <T extends AbstractNativeReference> T own(T object) {
    owned.push(object);
    return object;
  }

  @Override
  public void close() {
    while (!owned.isEmpty()) {
      owned.pop().close();
    }
  }
}
