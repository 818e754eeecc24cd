package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.local.KeyDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Changes that callers already see but that are not in the tables yet.
 *
 * <p>A change is added before its operation runs and removed after its transaction. A reader that
 * looks here <em>first</em> and at the tables afterwards therefore misses nothing. Within a
 * look-up, {@link #removals} are read first. Readers take no lock.
 */
final class Overlay {

  /** An entry that is being staged. It is revoked when a removal covers it. */
  static final class Staged {
    private final long id;
    private final CacheKey key;
    private boolean revoked;

    private Staged(long id, CacheKey key) {
      this.id = id;
      this.key = key;
    }

    long id() {
      return id;
    }
  }

  /**
   * A removal that has begun.
   *
   * @param removal the removal
   * @param before the removals that were pending before
   * @param pending the pending entries that it has hidden
   */
  record StartedRemoval(Removal removal, Removals before, List<EntryRow> pending) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<KeyDigest, PendingChanges> byKey = new ConcurrentHashMap<>();
  private final Map<Long, EntryRow> rows = new ConcurrentHashMap<>();
  private final Set<Staged> staged = new HashSet<>();
  private volatile Removals removals;
  private long lastEntry;
  private long lastRemoval;

  /**
   * Creates an overlay.
   *
   * @param lastEntry the number after which entry numbers start
   * @param unfinished removals that an earlier run did not finish
   */
  Overlay(long lastEntry, List<Removal> unfinished) {
    this.lastEntry = lastEntry;
    this.lastRemoval = unfinished.stream().mapToLong(Removal::number).max().orElse(0);
    this.removals = new Removals(unfinished);
  }

  Removals removals() {
    return removals;
  }

  PendingChanges changes(KeyDigest key) {
    return byKey.getOrDefault(key, PendingChanges.EMPTY);
  }

  @Nullable EntryRow row(long id) {
    return rows.get(id);
  }

  Staged stage(CacheKey key) {
    lock.lock();
    try {
      Staged entry = new Staged(++lastEntry, key);
      staged.add(entry);
      return entry;
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether a removal of this single entry is pending. */
  boolean removes(long id) {
    return removals.removes(id);
  }

  void abandon(Staged entry) {
    lock.lock();
    try {
      staged.remove(entry);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Makes a staged entry visible, unless it was revoked.
   *
   * @param enqueue queues the operation that writes it, in the order in which entries become
   *     visible
   * @return whether it is visible now
   */
  boolean publish(Staged entry, EntryRow row, Runnable enqueue) {
    lock.lock();
    try {
      if (!staged.remove(entry) || entry.revoked) {
        return false;
      }
      enqueue.run();
      PendingChanges changes = changes(row.key());
      EntryRow replaced = changes.entries().get(row.response().variant());
      if (replaced != null) {
        rows.remove(replaced.id());
      }
      rows.put(row.id(), row);
      put(row.key(), changes.withEntry(row));
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs {@code first} while no entry can become visible, and returns the keys of all pending
   * changes at that moment.
   */
  List<KeyDigest> pendingAfter(Runnable first) {
    lock.lock();
    try {
      first.run();
      return List.copyOf(byKey.keySet());
    } finally {
      lock.unlock();
    }
  }

  /** Drops an entry that is in the tables now, or never will be. */
  void settle(EntryRow row) {
    lock.lock();
    try {
      rows.remove(row.id());
      put(row.key(), changes(row.key()).withoutEntry(row));
    } finally {
      lock.unlock();
    }
  }

  /** Sets a new head of an entry; {@code enqueue} queues the operation that writes it. */
  void freshen(EntryRow row, PendingChanges.Head head, Runnable enqueue) {
    lock.lock();
    try {
      enqueue.run();
      put(row.key(), changes(row.key()).withHead(row.id(), head));
    } finally {
      lock.unlock();
    }
  }

  /** Drops a head that is in the tables now, or never will be. */
  void settle(EntryRow row, PendingChanges.Head head) {
    lock.lock();
    try {
      put(row.key(), changes(row.key()).withoutHead(row.id(), head));
    } finally {
      lock.unlock();
    }
  }

  /** Hides the selected entries and revokes those of them that are being staged. */
  StartedRemoval remove(EntrySelector selector) {
    lock.lock();
    try {
      Removals before = removals;
      Removal removal = new Removal(++lastRemoval, lastEntry, Selection.of(selector));
      for (Staged entry : staged) {
        entry.revoked |= selector.covers(entry.key);
      }
      List<EntryRow> pending =
          rows.values().stream().filter(row -> removal.covers(row) && !before.hide(row)).toList();
      removals = before.with(removal);
      return new StartedRemoval(removal, before, pending);
    } finally {
      lock.unlock();
    }
  }

  /** Drops a removal that is complete in the tables. */
  void settle(Removal removal) {
    lock.lock();
    try {
      removals = removals.without(removal);
    } finally {
      lock.unlock();
    }
  }

  private void put(KeyDigest key, PendingChanges changes) {
    if (changes.isEmpty()) {
      byKey.remove(key);
    } else {
      byKey.put(key, changes);
    }
  }
}
