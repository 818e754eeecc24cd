package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** A step that waits for its turn, in which any thread may take it along. */
final class Pending<T> {
  private enum State {
    WAITING,
    TAKEN,
    GIVEN_UP,
    DONE
  }

  private final Mutations.Step<T> step;
  private final Runnable signal;
  private final boolean attended;
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
  private Optional<T> result = Optional.empty();
  private @Nullable Exception failure;

  private Pending(Mutations.Step<T> step, Runnable signal, boolean attended) {
    this.step = step;
    this.signal = signal;
    this.attended = attended;
  }

  /** Returns a step that the calling thread waits for. */
  static <T> Pending<T> ofCaller(Mutations.Step<T> step) {
    Thread caller = Thread.currentThread();
    return new Pending<>(step, () -> LockSupport.unpark(caller), true);
  }

  /** Returns a step that no caller waits for; {@code signal} has whoever sees to it look again. */
  static <T> Pending<T> ofNobody(Mutations.Step<T> step, Runnable signal) {
    return new Pending<>(step, signal, false);
  }

  /** Returns whether a caller waits for it. */
  boolean isAttended() {
    return attended;
  }

  /** Returns what the step changes, if it can share a batch with steps of other keys. */
  Optional<Object> key() {
    return step.key();
  }

  /** Claims the step for the calling thread; false if its caller has given it up. */
  boolean take() {
    return state.compareAndSet(State.WAITING, State.TAKEN);
  }

  /** Has the step wait for another turn. */
  void putBack() {
    state.set(State.WAITING);
  }

  /** Has the step never taken; false if it was taken before. */
  boolean giveUp() {
    return state.compareAndSet(State.WAITING, State.GIVEN_UP);
  }

  boolean isDone() {
    return state.get() == State.DONE;
  }

  /** Collects what changes; false if that failed, which ends the step. */
  boolean collect(Changes changes) {
    try {
      result = Optional.of(step.collect(changes));
      return true;
    } catch (RocksDBException | RuntimeException e) {
      fail(e);
      return false;
    }
  }

  /** Ends the step: what it collected was written. */
  void succeed() {
    try {
      step.ended(failure);
    } finally {
      state.set(State.DONE);
      wake();
    }
  }

  /** Has whoever sees to it look again. */
  void wake() {
    signal.run();
  }

  /** Ends the step, if it has not ended: nothing of it was written. */
  void fail(Exception why) {
    if (!isDone()) {
      failure = why;
      succeed();
    }
  }

  /** Returns what the step returned, or throws what ended it. */
  T result() throws RocksDBException {
    if (failure instanceof RocksDBException broken) {
      throw broken;
    }
    if (failure instanceof StoreException refused) {
      throw refused.again();
    }
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
    return result.orElseThrow(() -> new StoreException(Kind.IO, "the step was lost"));
  }
}
