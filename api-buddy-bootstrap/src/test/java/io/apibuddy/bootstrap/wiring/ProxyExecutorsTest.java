package io.apibuddy.bootstrap.wiring;

import static io.apibuddy.ports.contract.Waits.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProxyExecutorsTest {

  @Test
  void runsTasksOnThreadsThatDoNotKeepTheProcessAlive() throws Exception {
    ExecutorService workers = ProxyExecutors.create(2);
    CompletableFuture<Thread> thread = new CompletableFuture<>();

    workers.execute(() -> thread.complete(Thread.currentThread()));

    assertThat(result(thread).isDaemon()).isTrue();
    assertThat(thread.get().getName()).startsWith("api-buddy-");
    ProxyExecutors.close(workers);
    assertThat(workers.isTerminated()).isTrue();
  }

  @Test
  void rejectsATaskIfAllThreadsAreBusy() {
    assumeThat(Runtime.version().feature()).isLessThan(21);
    ExecutorService workers = ProxyExecutors.create(1);
    CountDownLatch end = new CountDownLatch(1);
    workers.execute(
        () -> {
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });

    assertThatThrownBy(() -> workers.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);

    ProxyExecutors.close(workers);
    assertThat(workers.isTerminated()).isTrue();
  }

  @Test
  void singleWorkerRunsItsTasksInOrder() throws Exception {
    ExecutorService single = ProxyExecutors.single("test");
    CountDownLatch go = new CountDownLatch(1);
    List<String> order = new CopyOnWriteArrayList<>();
    single.execute(
        () -> {
          order.add(Thread.currentThread().getName() + ' ' + await(go));
        });
    Future<Boolean> second = single.submit(() -> order.add("second"));
    go.countDown();

    assertThat(result(second)).isTrue();
    assertThat(order).containsExactly("api-buddy-test true", "second");
    ProxyExecutors.close(single);
    assertThat(single.isTerminated()).isTrue();
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(50, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
