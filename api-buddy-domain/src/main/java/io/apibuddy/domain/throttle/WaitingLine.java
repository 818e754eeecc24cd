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
  private final WaitingPlaces places;

  /** How many wait here and not for a pause. */
  private final AtomicInteger standing = new AtomicInteger();

  /** Fair: whoever holds it is the head of the line, the others get it in the order they came. */
  private final ReentrantLock turn = new ReentrantLock(true);

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

  /** Takes a place, to be given back with {@link #leave}; false if there is none. */
  boolean enter() {
    boolean entered = places.take();
    if (entered) {
      standing.incrementAndGet();
    }
    return entered;
  }

  void leave() {
    standing.decrementAndGet();
    places.giveBack();
  }

  /** Returns whether a newcomer may wait for a pause. */
  boolean hasRoomAside() {
    return places.hasRoomAside();
  }

  /** Leaves the line without giving the place back, until {@link #stepBack}. */
  void stepAside() {
    places.stepAside();
    standing.decrementAndGet();
  }

  void stepBack() {
    standing.incrementAndGet();
    places.stepBack();
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
    places.oneIsFreeAt(time);
  }

  /** Returns how long that is at least. */
  Duration untilPlaceIsFree(Instant now) {
    return places.untilOneIsFree(now);
  }
}
