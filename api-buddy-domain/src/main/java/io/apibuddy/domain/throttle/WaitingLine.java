package io.apibuddy.domain.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The requests of one mapping that wait for its limit: a bounded number, and only the one that came
 * first asks whether it may go. Who waits for a pause of the upstream's has a place too, but holds
 * nobody else. An interruption takes a waiter out. Safe for concurrent use.
 */
public final class WaitingLine {
  private volatile int places;
  private final AtomicInteger taken = new AtomicInteger();

  /** Of the mapping, whatever rules they came under. */
  private final AtomicInteger everybody;

  /** How many of those who have a place wait for a pause. */
  private final AtomicInteger aside = new AtomicInteger();

  /** Fair: whoever holds it is the head of the line, the others get it in the order they came. */
  private final ReentrantLock turn = new ReentrantLock(true);

  private volatile Instant freeAt = Instant.MIN;

  /** Makes an empty line; without places nobody waits. */
  public WaitingLine(int places) {
    this(places, new AtomicInteger());
  }

  private WaitingLine(int places, AtomicInteger everybody) {
    this.places = places;
    this.everybody = everybody;
  }

  /**
   * Returns an empty line without places for who comes under other rules: nobody in it waits for
   * those who wait here, but they are {@link #waiting} there too.
   */
  public WaitingLine successor() {
    return new WaitingLine(0, everybody);
  }

  /** Changes how many may wait; those who do stay. */
  public void places(int number) {
    places = number;
  }

  int places() {
    return places;
  }

  /** Returns how many requests of the mapping wait, for whatever reason and under any rules. */
  int waiting() {
    return everybody.get();
  }

  /** Returns whether nobody waits for the limit. */
  boolean isEmpty() {
    return taken.get() <= aside.get();
  }

  /** Takes a place, to be given back with {@link #leave}; false if there is none. */
  boolean enter() {
    int most = places;
    boolean entered = taken.getAndUpdate(now -> now < most ? now + 1 : now) < most;
    if (entered) {
      everybody.incrementAndGet();
    }
    return entered;
  }

  void leave() {
    everybody.decrementAndGet();
    taken.decrementAndGet();
  }

  /** Returns whether a newcomer may wait for a pause: half of the places are for the limit. */
  boolean hasRoomBeside() {
    return aside.get() < Math.max(1, places / 2);
  }

  /** Leaves the line without giving the place back, until {@link #stepBack}. */
  void stepAside() {
    aside.incrementAndGet();
  }

  void stepBack() {
    aside.decrementAndGet();
  }

  /**
   * Waits until everybody who came before has gone.
   *
   * @return false if that took longer than {@code patience}; true makes the caller the head, until
   *     {@link #endTurn}
   */
  boolean awaitTurn(Duration patience) throws InterruptedException {
    return turn.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  void endTurn() {
    turn.unlock();
  }

  /** Notes when somebody will go and leave a place, if nothing comes between. */
  void placeIsFreeAt(Instant time) {
    freeAt = time;
  }

  /** Returns how long that is at least. */
  Duration untilPlaceIsFree(Instant now) {
    return now.isBefore(freeAt) ? Duration.between(now, freeAt) : Duration.ZERO;
  }
}
