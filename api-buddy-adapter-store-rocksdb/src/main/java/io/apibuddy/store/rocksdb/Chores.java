package io.apibuddy.store.rocksdb;

import java.util.LinkedHashMap;
import java.util.Map;

/** The background tasks of {@link Housekeeping}. */
final class Chores {
  static final String JOURNALING = "writing down the throttle's state";

  private Chores() {}

  /**
   * Returns the tasks in their order, by the names that they have in messages.
   *
   * @param keys reads the keys for {@link io.apibuddy.ports.store.local.StoredKeys}
   * @param numbers the number below all entry numbers of this opening
   */
  static Map<String, Runnable> of(
      Parts parts, Healing healing, ThrottleJournal journal, KeySweep keys, long numbers) {
    Engine engine = parts.engine();
    Map<String, Runnable> chores = new LinkedHashMap<>();
    chores.put("reopening the database", healing::step);
    chores.put(JOURNALING, journal::flush);
    chores.put("syncing the log", () -> engine.read(Database::syncPeriodically));
    chores.put("removing damaged entries", () -> parts.damage().repair(parts.mutations()));
    chores.put("removing what is hidden", () -> parts.pendingRemovals().remove(parts.mutations()));
    chores.put("reading keys", keys::readSome);
    chores.put("pruning", parts.quota()::step);
    chores.put("deleting content", () -> engine.read(parts.reclaim()::drain));
    for (Family chunks : Chunks.FAMILIES) {
      OrphanSweep sweep = new OrphanSweep(chunks, parts.openBodies(), numbers, parts.damage());
      chores.put("deleting left-over " + chunks.name(), () -> engine.read(sweep::step));
    }
    return chores;
  }
}
