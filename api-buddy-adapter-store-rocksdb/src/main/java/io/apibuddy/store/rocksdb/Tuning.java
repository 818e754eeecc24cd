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
 * The options of RocksDB: one block cache for all families, which also holds indexes and filters in
 * small parts; bounded write buffers and open files; LZ4 for young data, Zstandard for the
 * bottommost level. Owns its native objects; must be closed after the database.
 */
final class Tuning implements AutoCloseable {
  private static final long CACHE_BYTES = 24L << 20;

  /** Few bits, so that no shard is too small for data that is read often. */
  private static final int CACHE_SHARD_BITS = 2;

  private static final long WRITE_BUFFER_BYTES = 24L << 20;
  private static final long WAL_BYTES = 48L << 20;
  private static final int OPEN_FILES = 256;
  private static final long LOG_BYTES = 1L << 20;

  /**
   * How many young (level 0) tables of a family slow writers down; {@link #STOPPING_TABLES} stop
   * them. With RocksDB's defaults, hundreds of megabytes of deleted content would wait for a late
   * compaction.
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
        .setAllowFAllocate(false) // preallocated log files would fill a small disk
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

  /** Returns options for writes that are refused instead of held up. */
  WriteOptions write() {
    return write;
  }

  ColumnFamilyDescriptor descriptor(ColumnFamily family) {
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
