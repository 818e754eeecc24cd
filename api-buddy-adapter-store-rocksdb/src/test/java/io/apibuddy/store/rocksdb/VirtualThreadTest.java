package io.apibuddy.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.store.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** Native calls run on platform threads only, so that they pin no carrier. */
class VirtualThreadTest {
  @TempDir Path directory;

  @Test
  void aPlatformThreadWorksInPlace() {
    try (RocksDbStorage storage = TestStorage.open(directory)) {
      assertThat(storage.engine().<Thread>read(database -> Thread.currentThread()))
          .isSameAs(Thread.currentThread());
    }
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void aVirtualThreadHandsItsWorkOver() throws Exception {
    try (RocksDbStorage storage = TestStorage.open(directory)) {
      FutureTask<Boolean> caller = startVirtual(PlatformThreads::callerIsVirtual);
      FutureTask<Boolean> work =
          startVirtual(() -> storage.engine().read(database -> PlatformThreads.callerIsVirtual()));
      FutureTask<Long> stored =
          startVirtual(() -> TestStorage.store(storage, "a", "/x", new byte[100_000]).length());

      assertThat(caller.get(30, TimeUnit.SECONDS)).isTrue();
      assertThat(work.get(30, TimeUnit.SECONDS)).isFalse();
      assertThat(stored.get(30, TimeUnit.SECONDS)).isEqualTo(100_000);
    }
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void workThatDoesNotBeginInTimeNeverRuns() throws Exception {
    PlatformThreads threads = new PlatformThreads("test");
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(PlatformThreads.THREADS);
    AtomicBoolean late = new AtomicBoolean();
    List<FutureTask<Boolean>> occupied = new ArrayList<>();
    try {
      for (int i = 0; i < PlatformThreads.THREADS; i++) {
        occupied.add(
            startVirtual(() -> threads.run(() -> waitFor(busy, end), Duration.ofSeconds(30))));
      }
      assertThat(busy.await(30, TimeUnit.SECONDS)).isTrue();
      FutureTask<Boolean> refused =
          startVirtual(
              () -> threads.run(() -> late.compareAndSet(false, true), Duration.ofMillis(20)));

      assertThatThrownBy(() -> refused.get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.BUSY));
    } finally {
      end.countDown();
      for (FutureTask<Boolean> task : occupied) {
        assertThat(task.get(30, TimeUnit.SECONDS)).isTrue();
      }
      threads.close();
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

  private static <T> FutureTask<T> startVirtual(Callable<T> work)
      throws NoSuchMethodException, IllegalAccessException, InvocationTargetException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    return task;
  }
}
