package io.apibuddy.domain.throttle;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The places in which requests of one mapping wait, under any rules. They are a share of a larger
 * number. Safe for concurrent use.
 */
final class WaitingPlaces {
  private final BoundedCount shared;
  private final BoundedCount own;

  /** How many requests that have a place wait for a pause. */
  private final AtomicInteger aside = new AtomicInteger();

  /**
   * Creates places.
   *
   * @param shared counts the places that all mappings together have taken
   * @param number how many places this mapping has
   */
  WaitingPlaces(BoundedCount shared, int number) {
    this.shared = shared;
    this.own = new BoundedCount(number);
  }

  /** Changes how many places there are. Requests that wait stay. */
  void number(int places) {
    own.max(places);
  }

  int number() {
    return own.max();
  }

  int taken() {
    return own.get();
  }

  /** Takes a place, to be given back by {@link #giveBack}; returns false if there is none. */
  boolean take() {
    if (!own.increment()) {
      return false;
    }
    if (shared.increment()) {
      return true;
    }
    own.decrement();
    return false;
  }

  void giveBack() {
    own.decrement();
    shared.decrement();
  }

  /** Returns whether one more request may wait for a pause; half of the places are for limits. */
  boolean hasRoomAside() {
    return aside.get() < Math.max(1, own.max() / 2);
  }

  /** Records that a request that has a place waits for a pause, until {@link #stepBack}. */
  void stepAside() {
    aside.incrementAndGet();
  }

  void stepBack() {
    aside.decrementAndGet();
  }

  /** Records when a place is expected to become free. */
  void expectFreePlaceAt(Instant time, Instant now) {
    own.expectDecrementAt(time);
    shared.expectEarliestDecrementAt(time, now);
  }

  /** Returns the refusal: either the mapping's places or those of all mappings are taken. */
  Refusal.LineFull full(Instant now) {
    boolean others = !own.isFull() && shared.isFull();
    BoundedCount full = others ? shared : own;
    return new Refusal.LineFull(full.max(), others, full.untilDecrement(now));
  }
}
