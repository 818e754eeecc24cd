package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntrySelector;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Numbers the entries that are being staged, and records which of them a removal has overtaken.
 * Safe for concurrent use; never waits for the disk.
 */
final class Tickets {

  /** One entry that is being staged. */
  static final class Ticket {
    private final Place place;
    private final CacheKey key;
    private volatile boolean revoked;

    private Ticket(Place place, CacheKey key) {
      this.place = place;
      this.key = key;
    }

    Place place() {
      return place;
    }

    /** Returns whether the entry must not become visible. */
    boolean isRevoked() {
      return revoked;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Ticket> staged = new HashSet<>();
  private long last;

  /** Creates tickets; the first entry gets the number after {@code last}. */
  Tickets(long last) {
    this.last = last;
  }

  Ticket take(CacheKey key) {
    lock.lock();
    try {
      Ticket ticket = new Ticket(new Place(key.domain(), ++last), key);
      staged.add(ticket);
      return ticket;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the staging of an entry; further calls have no effect. */
  void release(Ticket ticket) {
    lock.lock();
    try {
      staged.remove(ticket);
    } finally {
      lock.unlock();
    }
  }

  /** Revokes the tickets that a selector covers; returns the last number given out so far. */
  long revoke(EntrySelector selector) {
    lock.lock();
    try {
      for (Ticket ticket : staged) {
        ticket.revoked |= selector.covers(ticket.key);
      }
      return last;
    } finally {
      lock.unlock();
    }
  }
}
