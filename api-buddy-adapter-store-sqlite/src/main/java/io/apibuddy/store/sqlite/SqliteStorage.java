package io.apibuddy.store.sqlite;

import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.ConfigHistory;
import io.apibuddy.ports.store.MetricsJournal;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.ThrottleLedger;
import io.apibuddy.ports.store.local.EntryNumbering;
import io.apibuddy.ports.store.local.LocalStore;
import io.apibuddy.ports.store.local.LocalThrottleLedger;
import io.apibuddy.ports.store.local.OpenBodies;
import io.apibuddy.ports.store.local.StoreLock;
import io.apibuddy.ports.store.local.StoreNotices;
import io.apibuddy.ports.store.local.StoredKeys;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** An open database file with everything that it stores. */
final class SqliteStorage implements Storage {
  private final LocalStore settings; // the path may be a link to the file
  private final StoreLock lock;
  private final Database.Secret secret;
  private final Writer writer;
  private final Readers readers;
  private final Packer packer;
  private final StoredKeys keys;
  private final Quota quota;
  private final SqliteResponseStore responses;
  private final LocalThrottleLedger throttle;
  private final ThrottleJournal journal;
  private final SqliteMetricsJournal metrics;
  private final SqliteConfigHistory history;
  private final AtomicBoolean closed = new AtomicBoolean();

  private SqliteStorage(
      LocalStore settings, AdapterContext context, StoreLock lock, Database database, Path file) {
    this.settings = settings;
    this.lock = lock;
    this.secret = database.secret();
    this.writer = new Writer(database.connection(), settings.common().budget());
    this.readers = new Readers(file);
    StoreNotices notices = new StoreNotices(context);
    this.packer = new Packer(Compression::compress, settings.common().compression(), notices);
    long firstEntry = EntryNumbering.start(database.opening());
    Overlay overlay = new Overlay(firstEntry, database.removals());
    this.keys = new StoredKeys();
    Parts parts =
        new Parts(
            writer,
            readers,
            overlay,
            keys,
            packer,
            new PendingChunks(),
            new OpenBodies<>(),
            notices,
            new CommitClock(context.clock()));
    this.quota = new Quota(parts, settings.common().capacity());
    this.responses = new SqliteResponseStore(parts, quota);
    this.throttle =
        new LocalThrottleLedger(
            writer::requireOpen, database.throttle(), context.clock(), context.ticker());
    this.journal = new ThrottleJournal(writer, notices, throttle);
    this.metrics = new SqliteMetricsJournal(writer, readers, notices);
    this.history = new SqliteConfigHistory(writer, readers);
    for (Removal removal : database.removals()) {
      writer.force(RemovalStep.next(parts, removal));
    }
    writer.force(new OrphanSweep(writer, EntryNumbers.NONE, firstEntry));
    KeySweep sweep = new KeySweep(parts, context.ticker());
    sweep.beginIfDue();
    writer.addPeriodicTask(sweep::beginIfDue);
    writer.addPeriodicTask(journal::flush);
    writer.addPeriodicTask(new FilePresence(file, notices));
    writer.start();
  }

  /**
   * Opens the storage. A damaged file is moved aside, once, and replaced by an empty one.
   *
   * @throws StoreException if the storage cannot be used
   */
  static SqliteStorage open(LocalStore settings, AdapterContext context) {
    DatabaseFile.prepare(settings.path());
    Path file = DatabaseFile.followed(settings.path());
    DatabaseFile.requireOneName(file);
    StoreLock lock = StoreLock.take(file, DatabaseFile.beside(file, ".lock"), "file");
    try {
      return new SqliteStorage(settings, context, lock, openOrReplace(file, context), file);
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  private static Database openOrReplace(Path file, AdapterContext context) {
    try {
      return Database.open(file);
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.CORRUPT) {
        throw e;
      }
      DatabaseFile.refuseText(file);
      Path aside = DatabaseFile.moveAside(file, context.clock().instant());
      new StoreNotices(context)
          .warn(
              "store-corrupt",
              file + " is damaged and was moved to " + aside + "; the store starts empty.");
      DatabaseFile.prepare(file);
      return Database.open(file);
    }
  }

  @Override
  public ResponseStore responses() {
    return responses;
  }

  @Override
  public ThrottleLedger throttle() {
    return throttle;
  }

  @Override
  public MetricsJournal metrics() {
    return metrics;
  }

  @Override
  public ConfigHistory configHistory() {
    return history;
  }

  @Override
  public byte[] secret() {
    writer.requireOpen();
    return secret.copy();
  }

  @Override
  public void reconfigure(Settings settings) {
    writer.requireOpen();
    LocalStore changed = SqliteSettings.read(settings);
    this.settings.requireSamePath(changed);
    quota.resize(changed.common().capacity());
    packer.enable(changed.common().compression());
    writer.budget(changed.common().budget());
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      keys.close();
      journal.flush();
      writer.close();
      readers.close();
      packer.close();
      lock.close();
    }
  }

  /** Returns the writer, for tests that disturb it. */
  Writer writer() {
    return writer;
  }

  /** Returns the readers, for tests that check on which threads they run. */
  Readers readers() {
    return readers;
  }
}
