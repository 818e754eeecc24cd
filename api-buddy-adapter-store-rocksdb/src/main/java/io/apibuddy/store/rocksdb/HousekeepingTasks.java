package io.apibuddy.store.rocksdb;

import java.util.LinkedHashMap;
import java.util.Map;

/** The background tasks of {@link Housekeeping}. */
final class HousekeepingTasks {
  static final String JOURNALING = "writing down the throttle's state";

  private HousekeepingTasks() {}

  /**
   * Returns the tasks in their order, by the names that they have in messages.
   *
   * @param keys reads the keys for {@link io.apibuddy.ports.store.local.StoredKeys}
   * @param numbers the number below all entry numbers of this opening
   */
  static Map<String, Runnable> of(
      Parts parts, FailureRecovery recovery, ThrottleJournal journal, KeySweep keys, long numbers) {
    Engine engine = parts.engine();
    Map<String, Runnable> tasks = new LinkedHashMap<>();
    tasks.put("reopening the database", recovery::step);
    tasks.put(JOURNALING, journal::flush);
    tasks.put("syncing the log", () -> engine.read(Database::syncPeriodically));
    tasks.put("removing damaged entries", () -> parts.damage().repair(parts.mutations()));
    tasks.put("removing what is hidden", () -> parts.pendingRemovals().remove(parts.mutations()));
    tasks.put("reading keys", keys::readSome);
    tasks.put("pruning", parts.quota()::step);
    tasks.put("deleting content", () -> engine.read(parts.reclaim()::drain));
    for (ColumnFamily chunks : Chunks.FAMILIES) {
      OrphanSweep sweep = new OrphanSweep(chunks, parts.openBodies(), numbers, parts.damage());
      tasks.put("deleting left-over " + chunks.name(), () -> engine.read(sweep::step));
    }
    return tasks;
  }
}
