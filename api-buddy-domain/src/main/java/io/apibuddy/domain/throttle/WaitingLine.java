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
 * The requests of one mapping that wait for its limit: a bounded number, and only the one that came
 * first asks whether it may go. Who waits for a pause of the upstream's has a place too, but holds
 * nobody else until the pause is over; then it goes before those who came later. An interruption
 * takes a waiter out. Safe for concurrent use.
 */
public final class WaitingLine {
  private final WaitingPlaces places;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Waiter> waiters = new LinkedHashSet<>(); // as they came; guarded by lock
  private @Nullable Waiter head; // guarded by lock
  private final AtomicInteger standing = new AtomicInteger(); // changed under lock
  private final AtomicInteger aside = new AtomicInteger(); // changed under lock

  /** One who has a place; guarded by the line's lock. */
  final class Waiter {
    private final Condition change = lock.newCondition();
    private @Nullable Instant pausedUntil;

    private boolean isBack(Instant now) {
      return pausedUntil == null || !pausedUntil.isAfter(now);
    }
  }

  /** Makes an empty line; without places nobody waits. */
  WaitingLine(WaitingPlaces places) {
    this.places = places;
  }

  /**
   * Returns an empty line for who comes under other rules: nobody in it waits for those who wait
   * here, but they share their places and are {@link #waiting} there too.
   */
  WaitingLine successor() {
    return new WaitingLine(places);
  }

  /** Changes how many of the mapping may wait; those who do stay. */
  void places(int number) {
    places.number(number);
  }

  int places() {
    return places.number();
  }

  /** Returns how many requests of the mapping wait, for whatever reason and under any rules. */
  int waiting() {
    return places.taken();
  }

  /** Returns whether nobody waits here for the limit. */
  boolean isEmpty() {
    return standing.get() == 0;
  }

  /** Returns whether a newcomer overtakes nobody: those whose pause is over wake up first. */
  boolean isClear(ThrottleClock clock) {
    if (standing.get() > 0) {
      return false;
    }
    if (aside.get() == 0) {
      return true;
    }
    lock.lock();
    try {
      Instant now = clock.now();
      return waiters.stream().noneMatch(waiter -> waiter.isBack(now));
    } finally {
      lock.unlock();
    }
  }

  /** Takes a place, to be given back with {@link #leave}; null if there is none. */
  @Nullable Waiter enter() {
    if (!places.take()) {
      return null;
    }
    lock.lock();
    try {
      Waiter waiter = new Waiter();
      waiters.add(waiter);
      standing.incrementAndGet();
      return waiter;
    } finally {
      lock.unlock();
    }
  }

  void leave(Waiter waiter) {
    lock.lock();
    try {
      stepBack(waiter);
      standing.decrementAndGet();
      waiters.remove(waiter);
      tellNext();
    } finally {
      lock.unlock();
    }
    places.giveBack();
  }

  /** Returns whether a newcomer may wait for a pause. */
  boolean hasRoomAside() {
    return places.hasRoomAside();
  }

  /** Has a waiter hold nobody until the end of a pause; it stays aside until {@link #stepBack}. */
  void stepAside(Waiter waiter, Instant pausedUntil) {
    lock.lock();
    try {
      if (waiter.pausedUntil == null) {
        places.stepAside();
        aside.incrementAndGet();
        standing.decrementAndGet();
      }
      waiter.pausedUntil = pausedUntil;
      tellNext();
    } finally {
      lock.unlock();
    }
  }

  /** Does nothing for one that is not aside. */
  void stepBack(Waiter waiter) {
    lock.lock();
    try {
      if (waiter.pausedUntil != null) {
        waiter.pausedUntil = null;
        standing.incrementAndGet();
        aside.decrementAndGet();
        places.stepBack();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until everybody who came before has gone, or waits for a pause that is not over.
   *
   * @return false if that took longer than {@code patience}; true makes the caller the head, until
   *     {@link #endTurn}
   */
  boolean awaitTurn(Waiter waiter, Duration patience, ThrottleClock clock)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = patience.toNanos();
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
      if (earlier.isBack(now)) {
        return earlier == waiter;
      }
    }
    return false;
  }

  /** Lets whoever is next go; the caller keeps its place. */
  void endTurn() {
    lock.lock();
    try {
      head = null;
      tellNext();
    } finally {
      lock.unlock();
    }
  }

  /** Has the first who stands look again whether it is next. */
  private void tellNext() {
    for (Waiter waiter : waiters) {
      if (waiter.pausedUntil == null) {
        waiter.change.signal();
        return;
      }
    }
  }

  /** Notes when somebody will go and leave a place, if nothing comes between. */
  void placeIsFreeAt(Instant time, Instant now) {
    places.oneIsFreeAt(time, now);
  }

  /** Returns why nobody more may wait. */
  Refusal.LineFull full(Instant now) {
    return places.full(now);
  }
}
