package io.apibuddy.domain.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The requests of one mapping that wait for its limit: a bounded number, and only the one that came
 * first asks whether it may go. Half of the places may be taken by those who wait for a pause of
 * the upstream's, which holds nobody else. An interruption takes a waiter out. Safe for concurrent
 * use.
 */
public final class WaitingLine {
  private volatile int places;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger pausing = new AtomicInteger();

  /** Fair: whoever holds it is the head of the line, the others get it in the order they came. */
  private final ReentrantLock turn = new ReentrantLock(true);

  private volatile Instant headGoesAt = Instant.MIN;

  /** Makes an empty line; without places nobody waits. */
  public WaitingLine(int places) {
    this.places = places;
  }

  /** Changes how many may wait; those who do stay. */
  public void places(int number) {
    places = number;
  }

  int places() {
    return places;
  }

  /** Returns how many wait, for whatever reason. */
  int waiting() {
    return waiting.get() + pausing.get();
  }

  /** Returns whether nobody waits for the limit. */
  boolean isEmpty() {
    return waiting.get() == 0;
  }

  /** Takes a place, to be given back with {@link #leave}; false if there is none. */
  boolean enter() {
    if (waiting.incrementAndGet() + pausing.get() > places) {
      waiting.decrementAndGet();
      return false;
    }
    return true;
  }

  void leave() {
    waiting.decrementAndGet();
  }

  /** Takes a place to wait for a pause, to be given back with {@link #leavePause}, likewise. */
  boolean enterPause() {
    int paused = pausing.incrementAndGet();
    if (paused > Math.max(1, places / 2) || waiting.get() + paused > places) {
      pausing.decrementAndGet();
      return false;
    }
    return true;
  }

  void leavePause() {
    pausing.decrementAndGet();
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

  /** Notes when the head will go, if nothing comes between. */
  void headGoesAt(Instant time) {
    headGoesAt = time;
  }

  /** Returns how long it is at least until the head goes and leaves a place. */
  Duration untilHeadGoes(Instant now) {
    return now.isBefore(headGoesAt) ? Duration.between(now, headGoesAt) : Duration.ZERO;
  }
}
