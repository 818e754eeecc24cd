package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** A step that waits for its turn; any thread may run it. */
final class PendingStep<T> {
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

  private PendingStep(Mutations.Step<T> step, Runnable signal, boolean attended) {
    this.step = step;
    this.signal = signal;
    this.attended = attended;
  }

  /** Returns a step for which the calling thread waits. */
  static <T> PendingStep<T> attended(Mutations.Step<T> step) {
    Thread caller = Thread.currentThread();
    return new PendingStep<>(step, () -> LockSupport.unpark(caller), true);
  }

  /** Returns a step for which no caller waits; {@code signal} wakes the thread that runs it. */
  static <T> PendingStep<T> unattended(Mutations.Step<T> step, Runnable signal) {
    return new PendingStep<>(step, signal, false);
  }

  /** Returns whether a caller waits for the step. */
  boolean isAttended() {
    return attended;
  }

  /** Returns the key of the step, see {@link Mutations.Step#key}. */
  Optional<Object> key() {
    return step.key();
  }

  /** Claims the step for the calling thread; returns false if its caller has given it up. */
  boolean take() {
    return state.compareAndSet(State.WAITING, State.TAKEN);
  }

  /** Makes the step wait for another turn. */
  void putBack() {
    state.set(State.WAITING);
  }

  /** Cancels the step; returns false if it is being run or over. */
  boolean giveUp() {
    return state.compareAndSet(State.WAITING, State.GIVEN_UP);
  }

  boolean isDone() {
    return state.get() == State.DONE;
  }

  /** Collects the changes; returns false if that failed, which ends the step. */
  boolean collect(Changes changes) {
    try {
      result = Optional.of(step.collect(changes));
      return true;
    } catch (RocksDBException | RuntimeException e) {
      fail(e);
      return false;
    }
  }

  /** Ends the step; its changes were written unless it failed. */
  void succeed() {
    try {
      step.ended(failure);
    } finally {
      state.set(State.DONE);
      wake();
    }
  }

  /** Wakes the thread that runs the step or waits for it. */
  void wake() {
    signal.run();
  }

  /** Ends the step with a failure, if it has not ended: nothing of it was written. */
  void fail(Exception why) {
    if (!isDone()) {
      failure = why;
      succeed();
    }
  }

  /** Returns the result of the step, or throws its failure. */
  T result() throws RocksDBException {
    if (failure instanceof RocksDBException broken) {
      throw broken;
    }
    if (failure instanceof StoreException refused) {
      throw refused.rethrowable();
    }
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
    return result.orElseThrow(() -> new StoreException(Kind.IO, "the step was lost"));
  }
}
