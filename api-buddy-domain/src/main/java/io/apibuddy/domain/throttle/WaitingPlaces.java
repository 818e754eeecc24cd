package io.apibuddy.domain.throttle;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The places in which requests of one mapping wait, whatever rules they came under: its share of a
 * larger number. Safe for concurrent use.
 */
final class WaitingPlaces {
  private final BoundedCount ofAll;
  private final BoundedCount own;

  /** How many of those who have a place wait for a pause. */
  private final AtomicInteger aside = new AtomicInteger();

  /** {@code ofAll} counts the places that all mappings have taken together. */
  WaitingPlaces(BoundedCount ofAll, int number) {
    this.ofAll = ofAll;
    this.own = new BoundedCount(number);
  }

  /** Changes how many there are; those who wait stay. */
  void number(int places) {
    own.most(places);
  }

  int number() {
    return own.most();
  }

  int taken() {
    return own.get();
  }

  /** Takes a place, to be given back with {@link #giveBack}; false if there is none. */
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

  /** Returns whether one more may wait for a pause: half of the places are for the limit. */
  boolean hasRoomAside() {
    return aside.get() < Math.max(1, own.most() / 2);
  }

  /** Takes note that one of those who have a place waits for a pause, until {@link #stepBack}. */
  void stepAside() {
    aside.incrementAndGet();
  }

  void stepBack() {
    aside.decrementAndGet();
  }

  /** Notes when somebody will go and leave a place, if nothing comes between. */
  void oneIsFreeAt(Instant time, Instant now) {
    own.oneGoesAt(time);
    ofAll.anotherGoesAt(time, now);
  }

  /** Returns why nobody more may wait: the mapping has all of its places, or all have all. */
  Refusal.LineFull full(Instant now) {
    boolean others = !own.isFull() && ofAll.isFull();
    BoundedCount full = others ? ofAll : own;
    return new Refusal.LineFull(full.most(), others, full.untilOneGoes(now));
  }
}
