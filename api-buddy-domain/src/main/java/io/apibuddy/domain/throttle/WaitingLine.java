package io.apibuddy.domain.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The line of requests of one mapping that wait for its limits. It has a bounded number of places,
 * and only the request that came first asks whether it may pass. A request that waits for a pause
 * of the upstream has a place too, but blocks nobody until the pause is over; then it passes before
 * those that came later. An interrupt removes a waiter. Safe for concurrent use.
 */
public final class WaitingLine {
  private final WaitingPlaces places;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Waiter> waiters = new LinkedHashSet<>(); // in order of arrival; guarded by lock
  private @Nullable Waiter head; // guarded by lock
  private final AtomicInteger inLine = new AtomicInteger(); // for the limit; changed under lock
  private final AtomicInteger aside = new AtomicInteger(); // for a pause; changed under lock

  /** A request that has a place. Guarded by the line's lock. */
  final class Waiter {
    private final Condition change = lock.newCondition();
    private @Nullable Instant pausedUntil;

    private boolean isNotPaused(Instant now) {
      return pausedUntil == null || !pausedUntil.isAfter(now);
    }
  }

  /** Creates an empty line. If it has no places, nobody can wait. */
  WaitingLine(WaitingPlaces places) {
    this.places = places;
  }

  /**
   * Returns an empty line for requests under other rules. They do not wait for the requests in this
   * line, but share its places and count as {@link #waiting} in both.
   */
  WaitingLine successor() {
    return new WaitingLine(places);
  }

  /** Changes how many requests of the mapping may wait. Those that wait stay. */
  void places(int number) {
    places.number(number);
  }

  int places() {
    return places.number();
  }

  /** Returns how many requests of the mapping wait, for any reason and under any rules. */
  int waiting() {
    return places.taken();
  }

  /** Returns whether no request in this line waits for the limit. */
  boolean isEmpty() {
    return inLine.get() == 0;
  }

  /** Returns whether a newcomer would overtake nobody. Requests whose pause is over come first. */
  boolean isClear(ThrottleClock clock) {
    if (inLine.get() > 0) {
      return false;
    }
    if (aside.get() == 0) {
      return true;
    }
    lock.lock();
    try {
      Instant now = clock.now();
      return waiters.stream().noneMatch(waiter -> waiter.isNotPaused(now));
    } finally {
      lock.unlock();
    }
  }

  /** Takes a place, to be given back by {@link #leave}; returns null if there is none. */
  @Nullable Waiter enter() {
    if (!places.take()) {
      return null;
    }
    lock.lock();
    try {
      Waiter waiter = new Waiter();
      waiters.add(waiter);
      inLine.incrementAndGet();
      return waiter;
    } finally {
      lock.unlock();
    }
  }

  void leave(Waiter waiter) {
    lock.lock();
    try {
      stepBack(waiter);
      inLine.decrementAndGet();
      waiters.remove(waiter);
      signalNext();
    } finally {
      lock.unlock();
    }
    places.giveBack();
  }

  /** Returns whether one more request may wait for a pause. */
  boolean hasRoomAside() {
    return places.hasRoomAside();
  }

  /** Lets others pass until {@code pausedUntil}; the waiter is aside until {@link #stepBack}. */
  void stepAside(Waiter waiter, Instant pausedUntil) {
    lock.lock();
    try {
      if (waiter.pausedUntil == null) {
        places.stepAside();
        aside.incrementAndGet();
        inLine.decrementAndGet();
      }
      waiter.pausedUntil = pausedUntil;
      signalNext();
    } finally {
      lock.unlock();
    }
  }

  /** Puts a waiter back in its place in the line. Does nothing if it did not step aside. */
  void stepBack(Waiter waiter) {
    lock.lock();
    try {
      if (waiter.pausedUntil != null) {
        waiter.pausedUntil = null;
        inLine.incrementAndGet();
        aside.decrementAndGet();
        places.stepBack();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until all requests that came before have left or wait for a pause that is not over.
   *
   * @return true if the caller is now the head, until {@link #endTurn}; false if {@code timeout}
   *     has passed
   */
  boolean awaitTurn(Waiter waiter, Duration timeout, ThrottleClock clock)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = timeout.toNanos();
      while (head != null || !isNext(waiter, clock.now())) {
        if (left <= 0) {
          return false;
        }
        left = waiter.change.awaitNanos(left);
      }
      head = waiter;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean isNext(Waiter waiter, Instant now) {
    for (Waiter earlier : waiters) {
      if (earlier.isNotPaused(now)) {
        return earlier == waiter;
      }
    }
    return false;
  }

  /** Lets the next request become the head. The caller keeps its place. */
  void endTurn() {
    lock.lock();
    try {
      head = null;
      signalNext();
    } finally {
      lock.unlock();
    }
  }

  /** Wakes the first waiter for the limit, which checks whether it is next. */
  private void signalNext() {
    for (Waiter waiter : waiters) {
      if (waiter.pausedUntil == null) {
        waiter.change.signal();
        return;
      }
    }
  }

  /** Records when a place is expected to become free. */
  void expectFreePlaceAt(Instant time, Instant now) {
    places.expectFreePlaceAt(time, now);
  }

  /** Returns the refusal for a request that finds no place. */
  Refusal.LineFull full(Instant now) {
    return places.full(now);
  }
}
