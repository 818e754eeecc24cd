package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import io.apibuddy.ports.store.local.RecordReader;
import io.apibuddy.ports.store.local.RecordWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Schema version, secret and number of openings of a database, in {@link ColumnFamily#STORAGE}. */
final class Schema {
  /** The schema version that this program writes. */
  static final long VERSION = 2;

  /** The first version, whose content is all compressed; only its number needs an update. */
  private static final long FIRST_VERSION = 1;

  static final byte[] VERSION_KEY = "schema".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SECRET_KEY = "secret".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OPENING_KEY = "opening".getBytes(StandardCharsets.US_ASCII);
  private static final int SECRET_BYTES = 32;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final byte[] secret;
  private final long opening;

  private Schema(byte[] secret, long opening) {
    this.secret = secret;
    this.opening = opening;
  }

  /**
   * Checks, without a change, that this program supports the database.
   *
   * @throws StoreException INCOMPATIBLE if not; the message names both versions
   */
  static void check(Path directory) throws RocksDBException {
    try (DBOptions options = new DBOptions().setInfoLogLevel(InfoLogLevel.WARN_LEVEL);
        ColumnFamilyOptions family = new ColumnFamilyOptions()) {
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      List<ColumnFamilyDescriptor> storage =
          List.of(new ColumnFamilyDescriptor(ColumnFamily.STORAGE.label(), family));
      try (RocksDB probe = RocksDB.openReadOnly(options, directory.toString(), storage, handles)) {
        try {
          check(directory, probe);
        } finally {
          handles.forEach(ColumnFamilyHandle::close);
        }
      }
    }
  }

  private static void check(Path directory, RocksDB probe) throws RocksDBException {
    byte[] version = probe.get(VERSION_KEY);
    if (version == null && isEmpty(probe)) {
      return; // the database's first opening was interrupted
    }
    boolean known = version != null && version.length == Long.BYTES;
    long number = known ? new RecordReader(version).longValue() : 0;
    if (number < FIRST_VERSION || number > VERSION) {
      String found = known ? "has schema version " + number : "has no schema";
      throw new StoreException(
          Kind.INCOMPATIBLE,
          directory
              + " "
              + found
              + ", this program supports version "
              + VERSION
              + ". Use the program that wrote it, or set database_path to another directory;"
              + " nothing was changed.");
    }
  }

  private static boolean isEmpty(RocksDB probe) {
    try (RocksIterator rows = probe.newIterator()) {
      rows.seekToFirst();
      return !rows.isValid();
    }
  }

  /** Reads the stored values, writes those that are missing, and counts this opening. */
  static Schema claim(Database database) throws RocksDBException {
    byte[] fresh = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(fresh);
    return claim(database, fresh, 0);
  }

  /**
   * Counts another opening of the same storage. The secret stays even if the files are new, and no
   * later opening gives out entry numbers that this one did.
   */
  Schema claimAgain(Database database) throws RocksDBException {
    return claim(database, secret, opening);
  }

  private static Schema claim(Database database, byte[] fresh, long former)
      throws RocksDBException {
    byte[] secret = database.get(ColumnFamily.STORAGE, SECRET_KEY);
    byte[] openings = database.get(ColumnFamily.STORAGE, OPENING_KEY);
    long known = openings == null ? 0 : new RecordReader(openings).longValue();
    long opening = Math.max(known, former) + 1;
    try (Batch batch = database.batch()) {
      if (secret == null) {
        secret = fresh;
        batch.put(ColumnFamily.STORAGE, SECRET_KEY, secret);
      }
      batch.put(ColumnFamily.STORAGE, VERSION_KEY, new RecordWriter().add(VERSION).bytes());
      batch.put(ColumnFamily.STORAGE, OPENING_KEY, new RecordWriter().add(opening).bytes());
      batch.write(TIMEOUT);
    }
    database.sync();
    return new Schema(secret, opening);
  }

  byte[] secret() {
    return secret.clone();
  }

  /** Returns how often the database was opened, including this time. */
  long opening() {
    return opening;
  }
}
