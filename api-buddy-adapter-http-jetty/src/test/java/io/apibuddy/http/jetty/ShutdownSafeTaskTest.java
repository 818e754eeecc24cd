package io.apibuddy.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShutdownSafeTaskTest {

  private final AtomicInteger done = new AtomicInteger();
  private final CountDownLatch busy = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);

  @Test
  void queuedTaskRunsWhenItsThreadPoolIsStopped() throws Exception {
    QueuedThreadPool threads = new QueuedThreadPool(1, 1);
    threads.setReservedThreads(0);
    threads.setStopTimeout(10);
    threads.start();
    threads.execute(this::block);
    busy.await();
    threads.execute(new ShutdownSafeTask(done::incrementAndGet));

    threads.stop();

    assertThat(done).hasValue(1);
  }

  private void block() {
    busy.countDown();
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // stopped
    }
  }
}
