package io.apibuddy.ports.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.contract.VirtualThreads;
import io.apibuddy.ports.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

class PlatformThreadsTest {
  private static final int THREADS = 3;

  @Test
  void platformThreadRunsItsWorkItself() {
    PlatformThreads threads = new PlatformThreads("test", THREADS);

    assertThat(PlatformThreads.callerIsVirtual()).isFalse();
    assertThat(threads.run(Thread::currentThread, Duration.ZERO)).isSameAs(Thread.currentThread());
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void workOfAVirtualThreadRunsOnAPlatformThread() throws Exception {
    PlatformThreads threads = new PlatformThreads("test", THREADS);
    FutureTask<Boolean> caller = VirtualThreads.start(PlatformThreads::callerIsVirtual);
    FutureTask<Boolean> work =
        VirtualThreads.start(
            () -> threads.run(PlatformThreads::callerIsVirtual, Duration.ofSeconds(30)));

    assertThat(caller.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(work.get(30, TimeUnit.SECONDS)).isFalse();
    threads.close(Duration.ofSeconds(30));
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void callerGetsTheFailureOfItsTaskAndClosedAfterClose() throws Exception {
    PlatformThreads threads = new PlatformThreads("test", THREADS);
    StoreException full = new StoreException(StoreException.Kind.FULL, "no room");
    FutureTask<Boolean> failed =
        VirtualThreads.start(
            () ->
                threads.run(
                    () -> {
                      throw full;
                    },
                    Duration.ofSeconds(30)));
    assertFails(failed, StoreException.Kind.FULL);

    threads.close(Duration.ofSeconds(30));
    assertFails(
        VirtualThreads.start(() -> threads.run(() -> true, Duration.ofSeconds(30))),
        StoreException.Kind.CLOSED);
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void workThatDoesNotBeginInTimeNeverRuns() throws Exception {
    whileAllThreadsAreBusy(
        (threads, task) -> {
          FutureTask<Boolean> refused =
              VirtualThreads.start(() -> threads.run(task, Duration.ofMillis(20)));

          assertFails(refused, StoreException.Kind.BUSY);
        });
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void interruptedCallerGivesUpWorkThatHasNotBegun() throws Exception {
    whileAllThreadsAreBusy(
        (threads, task) -> {
          FutureTask<Boolean> givenUp =
              VirtualThreads.start(
                  () -> {
                    Thread.currentThread().interrupt();
                    return threads.run(task, Duration.ofSeconds(30));
                  });

          assertFails(givenUp, StoreException.Kind.INTERRUPTED);
        });
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void interruptedCallerGetsTheResultOfWorkThatHadBegun() throws Exception {
    PlatformThreads threads = new PlatformThreads("test", THREADS);
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<Thread> caller = new CompletableFuture<>();
    FutureTask<Boolean> task =
        VirtualThreads.start(
            () -> {
              caller.complete(Thread.currentThread());
              boolean done = threads.run(() -> waitFor(busy, end), Duration.ofSeconds(30));
              return done && Thread.currentThread().isInterrupted();
            });
    assertThat(busy.await(30, TimeUnit.SECONDS)).isTrue();
    caller.get(30, TimeUnit.SECONDS).interrupt();
    end.countDown();

    assertThat(task.get(30, TimeUnit.SECONDS)).isTrue();
    threads.close(Duration.ofSeconds(30));
  }

  /** A call made while all threads are busy, with a task that must never run. */
  private interface Attempt {
    void make(PlatformThreads threads, Supplier<Boolean> task) throws Exception;
  }

  private static void whileAllThreadsAreBusy(Attempt attempt) throws Exception {
    PlatformThreads threads = new PlatformThreads("test", THREADS);
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(THREADS);
    AtomicBoolean late = new AtomicBoolean();
    List<FutureTask<Boolean>> occupied = new ArrayList<>();
    try {
      for (int i = 0; i < THREADS; i++) {
        occupied.add(
            VirtualThreads.start(
                () -> threads.run(() -> waitFor(busy, end), Duration.ofSeconds(30))));
      }
      assertThat(busy.await(30, TimeUnit.SECONDS)).isTrue();
      attempt.make(threads, () -> late.compareAndSet(false, true));
    } finally {
      end.countDown();
      for (FutureTask<Boolean> task : occupied) {
        assertThat(task.get(30, TimeUnit.SECONDS)).isTrue();
      }
      threads.close(Duration.ofSeconds(30));
    }
    assertThat(late).isFalse();
  }

  private static boolean waitFor(CountDownLatch busy, CountDownLatch end) {
    busy.countDown();
    try {
      return end.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertFails(FutureTask<Boolean> task, StoreException.Kind kind) {
    assertThatThrownBy(() -> task.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }
}
