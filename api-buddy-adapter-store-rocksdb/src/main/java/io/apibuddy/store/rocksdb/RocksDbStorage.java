package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.ConfigHistory;
import io.apibuddy.ports.store.MetricsJournal;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.local.LocalThrottleLedger;
import io.apibuddy.ports.store.local.OpenBodies;
import io.apibuddy.ports.store.local.StoreLock;
import io.apibuddy.ports.store.local.StoreNotices;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.rocksdb.RocksDBException;

/** One opened directory and all that is kept in it. */
final class RocksDbStorage implements Storage {
  private static final String JOURNALING = "writing down the throttle's state";
  private static final String KIND_OF_PLACE = "directory";

  private final Path directory;
  private final Opening opening;
  private final Totals totals = new Totals();
  private final Engine engine;
  private final Schema schema;
  private final Mutations mutations;
  private final Quota quota;
  private final Housekeeping housekeeping;
  private final RocksDbResponseStore responses;
  private final LocalThrottleLedger throttle;
  private final ThrottleJournal journal;
  private final RocksDbMetricsJournal metrics;
  private final RocksDbConfigHistory history;
  private final AtomicBoolean compression = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile StoreLock lock;

  private RocksDbStorage(
      RocksDbSettings settings,
      AdapterContext context,
      StoreLock lock,
      Opening opening,
      Database database)
      throws RocksDBException {
    this.directory = settings.directory();
    this.lock = lock;
    this.opening = opening;
    this.schema = Schema.claim(database);
    this.engine = new Engine(database);
    compression.set(settings.common().compression());
    StoreNotices notices = new StoreNotices(context);
    Damage damage = new Damage(notices);
    Heads heads = new Heads(damage);
    totals.load(database);
    OpenBodies<Place> openBodies = new OpenBodies<>();
    Reclaim reclaim = new Reclaim(openBodies);
    this.mutations = new Mutations(engine, heads, totals, reclaim, settings.common().budget());
    long numbers = Place.start(schema.opening());
    Parts parts =
        new Parts(
            engine,
            mutations,
            heads,
            totals,
            new Tickets(numbers),
            openBodies,
            reclaim,
            damage,
            compression::get,
            context.clock());
    this.quota = new Quota(mutations, totals, context.clock());
    quota.limit(settings.common().maxEntries(), settings.common().maxBytes());
    this.responses = new RocksDbResponseStore(parts);
    this.throttle =
        new LocalThrottleLedger(
            engine::requireOpen, ThrottleTable.load(database), context.clock().instant());
    this.journal = new ThrottleJournal(engine, throttle, numbers);
    this.metrics = new RocksDbMetricsJournal(engine);
    this.history = new RocksDbConfigHistory(engine);
    Healing healing = new Healing(directory, engine, opening.health(), notices, this::openAnew);
    Map<String, Runnable> chores = new LinkedHashMap<>();
    chores.put("opening the database anew", healing::step);
    chores.put(JOURNALING, journal::flush);
    chores.put("syncing the log", () -> engine.read(Database::syncNowAndThen));
    chores.put("removing damaged entries", () -> damage.repair(mutations));
    chores.put("pruning", quota::step);
    chores.put("deleting content", () -> engine.read(reclaim::drain));
    for (Family chunks : Chunks.FAMILIES) {
      OrphanSweep sweep = new OrphanSweep(chunks, openBodies, numbers);
      chores.put("deleting left-over " + chunks.name(), () -> engine.read(sweep::step));
    }
    this.housekeeping = new Housekeeping(notices, chores);
    housekeeping.start();
  }

  /**
   * Opens the storage; a damaged database is moved aside and an empty one takes its place.
   *
   * @throws StoreException if it cannot be used
   */
  static RocksDbStorage open(RocksDbSettings settings, AdapterContext context) {
    StoreDirectory directory = StoreDirectory.prepare(settings.directory());
    StoreLock lock = StoreLock.take(directory.path(), directory.lockFile(), KIND_OF_PLACE);
    try {
      Opening opening = new Opening(directory, context, new WriteHealth(context.ticker()));
      try {
        return assemble(settings, context, lock, opening, opening.open());
      } catch (RocksDBException e) {
        return assemble(settings, context, lock, opening, opening.replace(e));
      }
    } catch (RocksDBException e) {
      lock.close();
      throw RocksErrors.translate(e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static RocksDbStorage assemble(
      RocksDbSettings settings,
      AdapterContext context,
      StoreLock lock,
      Opening opening,
      Database database)
      throws RocksDBException {
    try {
      return new RocksDbStorage(settings, context, lock, opening, database);
    } catch (RocksDBException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** Opens what takes the place of a database that no longer works, wherever its files went. */
  private Database openAnew() throws RocksDBException {
    StoreDirectory place = StoreDirectory.prepare(directory);
    if (!Files.exists(place.lockFile())) {
      lock.close();
      lock = StoreLock.take(directory, place.lockFile(), KIND_OF_PLACE);
    }
    Database database = opening.open();
    try {
      schema.claimAgain(database);
      totals.load(database);
      return database;
    } catch (RocksDBException | RuntimeException e) {
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
    RocksDbSettings changed = RocksDbSettings.read(settings);
    if (!changed.directory().equals(directory)) {
      throw new IllegalArgumentException(
          "database_path: cannot change while the storage is open; restart to use "
              + changed.directory());
    }
    quota.limit(changed.common().maxEntries(), changed.common().maxBytes());
    mutations.budget(changed.common().budget());
    compression.set(changed.common().compression());
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    housekeeping.close();
    housekeeping.run(JOURNALING, journal::flush);
    housekeeping.run("writing tables", () -> engine.read(Database::flush));
    if (engine.close()) {
      lock.close();
    }
  }

  /** Returns what writes the throttle down, so that tests need not wait for it. */
  ThrottleJournal journal() {
    return journal;
  }

  /** Returns the way to change entries, so that tests can stand in it. */
  Mutations mutations() {
    return mutations;
  }

  /** Returns the way to the database, so that tests can see what lies in it. */
  Engine engine() {
    return engine;
  }
}
