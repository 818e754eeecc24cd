package io.apibuddy.domain.throttle;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The places in which requests of one mapping wait, under any rules. They are a share of a larger
 * number. Safe for concurrent use.
 */
final class WaitingPlaces {
  private final BoundedCount ofAll;
  private final BoundedCount own;

  /** How many requests that have a place wait for a pause. */
  private final AtomicInteger aside = new AtomicInteger();

  /**
   * Creates places.
   *
   * @param ofAll counts the places that all mappings together have taken
   * @param number how many places this mapping has
   */
  WaitingPlaces(BoundedCount ofAll, int number) {
    this.ofAll = ofAll;
    this.own = new BoundedCount(number);
  }

  /** Changes how many places there are. Requests that wait stay. */
  void number(int places) {
    own.most(places);
  }

  int number() {
    return own.most();
  }

  int taken() {
    return own.get();
  }

  /** Takes a place, to be given back by {@link #giveBack}; returns false if there is none. */
  boolean take() {
    if (!own.increment()) {
      return false;
    }
    if (ofAll.increment()) {
      return true;
    }
    own.decrement();
    return false;
  }

  void giveBack() {
    own.decrement();
    ofAll.decrement();
  }

  /** Returns whether one more request may wait for a pause; half of the places are for limits. */
  boolean hasRoomAside() {
    return aside.get() < Math.max(1, own.most() / 2);
  }

  /** Records that a request that has a place waits for a pause, until {@link #stepBack}. */
  void stepAside() {
    aside.incrementAndGet();
  }

  void stepBack() {
    aside.decrementAndGet();
  }

  /** Records when a place is expected to become free. */
  void oneIsFreeAt(Instant time, Instant now) {
    own.oneGoesAt(time);
    ofAll.anotherGoesAt(time, now);
  }

  /** Returns the refusal: either the mapping's places or those of all mappings are taken. */
  Refusal.LineFull full(Instant now) {
    boolean others = !own.isFull() && ofAll.isFull();
    BoundedCount full = others ? ofAll : own;
    return new Refusal.LineFull(full.most(), others, full.untilOneGoes(now));
  }
}
