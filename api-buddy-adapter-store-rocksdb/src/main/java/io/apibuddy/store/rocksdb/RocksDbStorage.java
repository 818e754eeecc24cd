package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.ConfigHistory;
import io.apibuddy.ports.store.MetricsJournal;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.local.EntryNumbering;
import io.apibuddy.ports.store.local.LocalStore;
import io.apibuddy.ports.store.local.LocalThrottleLedger;
import io.apibuddy.ports.store.local.OpenBodies;
import io.apibuddy.ports.store.local.StoreNotices;
import io.apibuddy.ports.store.local.StoredKeys;
import java.util.concurrent.atomic.AtomicBoolean;
import org.rocksdb.RocksDBException;

/** The storage in one RocksDB directory: wires its parts together, opens and closes them. */
final class RocksDbStorage implements Storage {
  /** What {@code database_path} names, for messages. */
  static final String PATH_KIND = "a directory";

  private final LocalStore settings;
  private final DatabaseOpener opener;
  private final Engine engine;
  private final Schema schema;
  private final StoredKeys keys = new StoredKeys();
  private final Mutations mutations;
  private final WriteBehindBuffer buffer;
  private final Quota quota;
  private final PendingRemovals pendingRemovals;
  private final Housekeeping housekeeping;
  private final RocksDbResponseStore responses;
  private final LocalThrottleLedger throttle;
  private final ThrottleJournal journal;
  private final RocksDbMetricsJournal metrics;
  private final RocksDbConfigHistory history;
  private final AtomicBoolean compression = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  private RocksDbStorage(
      LocalStore settings, AdapterContext context, DatabaseOpener opener, Database database)
      throws RocksDBException {
    this.settings = settings;
    this.opener = opener;
    this.schema = Schema.claim(database);
    this.engine = new Engine(database);
    compression.set(settings.common().compression());
    StoreNotices notices = new StoreNotices(context);
    Damage damage = new Damage(notices);
    EntryReader reader = new EntryReader(damage);
    Totals totals = new Totals();
    totals.load(database);
    OpenBodies<Place> openBodies = new OpenBodies<>();
    Reclaim reclaim = new Reclaim(openBodies);
    this.mutations = new Mutations(engine, reader, totals, reclaim, settings.common().budget());
    this.quota = new Quota(engine, mutations, totals, reclaim, settings.common().capacity());
    long numbers = EntryNumbering.start(schema.opening());
    Tickets tickets = new Tickets(numbers);
    this.buffer = new WriteBehindBuffer(mutations, keys, tickets, quota, opener.health(), notices);
    this.pendingRemovals = new PendingRemovals(tickets, notices);
    Parts parts =
        new Parts(
            engine,
            mutations,
            buffer,
            reader,
            keys,
            totals,
            tickets,
            openBodies,
            reclaim,
            quota,
            pendingRemovals,
            damage,
            compression::get,
            context.clock());
    this.responses = new RocksDbResponseStore(parts);
    this.throttle =
        new LocalThrottleLedger(
            engine::requireOpen, ThrottleTable.load(database), context.clock(), context.ticker());
    this.journal = new ThrottleJournal(engine, throttle, numbers);
    this.metrics = new RocksDbMetricsJournal(engine);
    this.history = new RocksDbConfigHistory(engine);
    FailureRecovery recovery =
        new FailureRecovery(
            opener,
            engine,
            notices,
            new DatabaseReopener(opener, schema, keys, totals),
            context.ticker());
    this.housekeeping =
        new Housekeeping(
            notices,
            HousekeepingTasks.of(
                parts, recovery, journal, new KeySweep(parts, context.ticker()), numbers));
    housekeeping.start();
    mutations.writeBehind().start(() -> housekeeping.run("pruning", quota::keepUp));
  }

  /**
   * Opens the storage. A damaged database is moved aside, and an empty one takes its place.
   *
   * @throws StoreException if the directory cannot be used
   */
  static RocksDbStorage open(LocalStore settings, AdapterContext context) {
    DatabaseOpener opener = DatabaseOpener.of(settings.path(), context);
    try {
      try {
        return assemble(settings, context, opener, opener.open());
      } catch (RocksDBException e) {
        return assemble(settings, context, opener, opener.replace(e));
      }
    } catch (RocksDBException e) {
      opener.close();
      throw RocksErrors.opening(settings.path(), e);
    } catch (RuntimeException | Error e) {
      opener.close();
      throw e;
    }
  }

  private static RocksDbStorage assemble(
      LocalStore settings, AdapterContext context, DatabaseOpener opener, Database database)
      throws RocksDBException {
    try {
      return new RocksDbStorage(settings, context, opener, database);
    } catch (RocksDBException | RuntimeException | Error e) {
      database.close();
      throw e;
    }
  }

  @Override
  public ResponseStore responses() {
    return responses;
  }

  @Override
  public LocalThrottleLedger throttle() {
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
    engine.requireOpen();
    return schema.secret();
  }

  @Override
  public void reconfigure(Settings settings) {
    engine.requireOpen();
    LocalStore changed = LocalStore.read(settings, PATH_KIND);
    this.settings.requireSamePath(changed);
    quota.resize(changed.common().capacity());
    mutations.budget(changed.common().budget());
    compression.set(changed.common().compression());
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    keys.close();
    housekeeping.close();
    buffer.close();
    mutations.writeBehind().close();
    pendingRemovals.close(mutations);
    housekeeping.run(HousekeepingTasks.JOURNALING, journal::flush);
    housekeeping.run("writing tables", () -> engine.read(Database::flush));
    if (engine.close()) {
      opener.close();
    }
  }

  /** Returns the writer of the throttle's state, so that tests need not wait for it. */
  ThrottleJournal journal() {
    return journal;
  }

  /** Returns the queue of changes, so that tests can block it. */
  Mutations mutations() {
    return mutations;
  }

  /** Returns the removals that could not be written, so that tests need no full disk. */
  PendingRemovals pendingRemovals() {
    return pendingRemovals;
  }

  /** Returns the enforcement of the bounds, so that tests can run it at any time. */
  Quota quota() {
    return quota;
  }

  /** Returns the access to the database, so that tests can look into it. */
  Engine engine() {
    return engine;
  }
}
