package io.apibuddy.http.jetty;

import static io.apibuddy.ports.contract.Waits.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class InputConditionTest {
  private final ReentrantLock lock = new ReentrantLock();
  private final InputCondition inputCondition = new InputCondition(lock);

  @Test
  void announcementWakesAWaitingThread() throws Exception {
    CompletableFuture<Void> announcing;
    boolean woken;
    lock.lock();
    try {
      announcing = CompletableFuture.runAsync(this::announce); // has to wait for the lock
      woken = inputCondition.await(TimeUnit.SECONDS.toNanos(20));
    } finally {
      lock.unlock();
    }

    result(announcing);
    assertThat(woken).isTrue();
  }

  @Test
  void awaitTimesOutWithoutALaterAnnouncement() throws InterruptedIOException {
    lock.lock();
    try {
      inputCondition.signal();

      assertThat(inputCondition.await(1)).isFalse();
      assertThat(inputCondition.await(0)).isFalse();
    } finally {
      lock.unlock();
    }
  }

  @Test
  void interruptedAwaitFailsAndKeepsTheInterruptFlag() {
    lock.lock();
    try {
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> inputCondition.await(TimeUnit.SECONDS.toNanos(20)))
          .isInstanceOf(InterruptedIOException.class)
          .hasCauseInstanceOf(InterruptedException.class);
      assertThat(Thread.interrupted()).isTrue();
    } finally {
      lock.unlock();
    }
  }

  private void announce() {
    lock.lock();
    try {
      inputCondition.signal();
    } finally {
      lock.unlock();
    }
  }
}
