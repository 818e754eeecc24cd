package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.memory.HeapShare;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.Chunking;
import io.apibuddy.ports.store.local.KeyDigest;
import io.apibuddy.ports.store.local.StoreNotices;
import io.apibuddy.ports.store.local.StoredKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * The write-behind buffer: entries that were accepted and are not in the database yet. They leave
 * it after they were written, so a reader misses none if it looks here <em>first</em> and in the
 * database afterwards. Safe for concurrent use; readers take no lock.
 */
final class WriteBehindBuffer {
  /** The bytes of memory that the entries may take together; the last one may exceed it. */
  private static final long CAPACITY = HeapShare.of(4 << 20);

  /** The memory of an entry beside its rows and content, in bytes. */
  private static final int OVERHEAD = 2048;

  /** Room for an entry's rows without content, and for what others write, in bytes. */
  private static final long BESIDE_CONTENT = 1L << 19;

  private final Mutations mutations;
  private final StoredKeys keys;
  private final Tickets tickets;
  private final Quota quota;
  private final WriteHealth health;
  private final StoreNotices notices;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notFull = lock.newCondition();
  private final Map<KeyDigest, List<Accepted>> byKey = new ConcurrentHashMap<>();
  private final Map<Place, Accepted> byPlace = new ConcurrentHashMap<>();
  private long used;
  private boolean closed;
  private volatile long free = CAPACITY; // written under the lock; 0 after closing

  WriteBehindBuffer(
      Mutations mutations,
      StoredKeys keys,
      Tickets tickets,
      Quota quota,
      WriteHealth health,
      StoreNotices notices) {
    this.mutations = mutations;
    this.keys = keys;
    this.tickets = tickets;
    this.quota = quota;
    this.health = health;
    this.notices = notices;
  }

  /**
   * Returns whether an entry with content of that many bytes is accepted: it fits into one chunk,
   * the store's bounds leave room, and writing works. Takes no lock.
   */
  boolean accepts(long length) {
    return length <= Chunking.SIZE && health.isHealthy() && !quota.isShortOfRoom();
  }

  /** Returns whether such an entry can be accepted without waiting for room. Takes no lock. */
  boolean acceptsAtOnce(long length) {
    // Content counts twice: as a row to write, and as a response to read meanwhile.
    return accepts(length) && length <= (free - BESIDE_CONTENT) / 2;
  }

  /**
   * Makes an entry visible and queues it to be written; waits for room within the budget.
   *
   * @param whole the entry with its content
   * @return false if a removal has overtaken the entry, which was not accepted
   * @throws StoreException if there is no room in time, or the store is closed
   */
  boolean accept(Publication publication, StoredResponse whole) {
    Accepted accepted = new Accepted(publication, whole);
    lock.lock();
    try {
      awaitCapacity();
      if (publication.ticket().isRevoked()) {
        return false;
      }
      keys.add(accepted.entry().key());
      show(accepted);
      charge(accepted.bytes());
      mutations.later(accepted);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the entries under a key with their content, the latest first. */
  List<StoredResponse> of(KeyDigest key) {
    List<Accepted> found = byKey.get(key);
    return found == null ? List.of() : found.stream().map(accepted -> accepted.whole).toList();
  }

  /** Returns an entry with its content; empty if it is not in the buffer. */
  Optional<StoredResponse> at(Place place) {
    return Optional.ofNullable(byPlace.get(place)).map(accepted -> accepted.whole);
  }

  /** Hides the entries that a removal has overtaken, and returns them. */
  List<EntryRecord> dropRevoked() {
    lock.lock();
    try {
      List<Accepted> revoked =
          byPlace.values().stream()
              .filter(accepted -> accepted.publication.ticket().isRevoked())
              .toList();
      revoked.forEach(this::hide);
      return revoked.stream().map(Accepted::entry).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Runs a short action with the keys of all entries; meanwhile no entry becomes visible. */
  <T> T exclusively(Function<Set<KeyDigest>, T> action) {
    lock.lock();
    try {
      return action.apply(Set.copyOf(byKey.keySet()));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits, within the budget, until the entries that are here now are written. An entry that cannot
   * be written does not delay the caller further.
   *
   * @throws StoreException if the store is closed
   */
  void settle() {
    if (byPlace.isEmpty()) {
      return;
    }
    try {
      boolean unused = mutations.run(changes -> true);
    } catch (StoreException e) {
      if (e.kind() == Kind.CLOSED) {
        throw e;
      }
    }
  }

  /** Accepts no more entries. */
  void close() {
    lock.lock();
    try {
      closed = true;
      charge(0);
    } finally {
      lock.unlock();
    }
  }

  private void awaitCapacity() {
    Duration budget = mutations.budget();
    try {
      for (long left = budget.toNanos();
          used >= CAPACITY && !closed;
          left = notFull.awaitNanos(left)) {
        if (left <= 0) {
          throw StoreException.busy(budget, null);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(Kind.INTERRUPTED, "interrupted while waiting for the store", e);
    }
    if (closed) {
      throw new StoreException(Kind.CLOSED, "the store is closed");
    }
  }

  private void charge(long bytes) {
    used += bytes;
    free = closed ? 0 : CAPACITY - used;
    notFull.signalAll();
  }

  private void show(Accepted accepted) {
    List<Accepted> now = new ArrayList<>();
    now.add(accepted);
    for (Accepted former : byKey.getOrDefault(accepted.entry().key(), List.of())) {
      if (former.whole.variant().equals(accepted.whole.variant())) {
        byPlace.remove(former.entry().place());
      } else {
        now.add(former);
      }
    }
    byPlace.put(accepted.entry().place(), accepted);
    byKey.put(accepted.entry().key(), List.copyOf(now));
  }

  private void hide(Accepted accepted) {
    byPlace.remove(accepted.entry().place());
    byKey.computeIfPresent(
        accepted.entry().key(),
        (key, now) -> {
          List<Accepted> left = now.stream().filter(other -> other != accepted).toList();
          return left.isEmpty() ? null : left;
        });
  }

  private void settled(Accepted accepted, @Nullable Exception failure) {
    lock.lock();
    try {
      charge(-accepted.bytes());
      hide(accepted);
    } finally {
      lock.unlock();
    }
    tickets.release(accepted.publication.ticket());
    if (failure != null) {
      notices.failed("a response was not stored", RocksErrors.translate(failure));
    }
  }

  /** An accepted entry, as a step that waits for its turn. */
  private final class Accepted implements Mutations.Step<Boolean> {
    private final Publication publication;
    private final StoredResponse whole;

    private Accepted(Publication publication, StoredResponse whole) {
      this.publication = publication;
      this.whole = whole;
    }

    private EntryRecord entry() {
      return publication.entry();
    }

    private long bytes() {
      return OVERHEAD + publication.bytes() + whole.length();
    }

    @Override
    public Optional<Object> key() {
      return publication.key();
    }

    /** Skips an entry that is no longer visible, because a later one has replaced it. */
    @Override
    public Boolean collect(Changes changes) throws RocksDBException {
      return byPlace.get(entry().place()) == this && publication.collect(changes);
    }

    @Override
    public void ended(@Nullable Exception failure) {
      settled(this, failure);
    }
  }
}
