package io.apibuddy.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeadlineTest {

  private final ScheduledExecutorScheduler timers = new ScheduledExecutorScheduler();
  private final CountDownLatch expired = new CountDownLatch(1);
  private final Deadline deadline = new Deadline(timers, expired::countDown);

  @BeforeEach
  void start() throws Exception {
    timers.start();
  }

  @AfterEach
  void stop() throws Exception {
    timers.stop();
  }

  @Test
  void expiredDeadlineIsOverExactlyOnce() throws InterruptedException {
    deadline.start(Duration.ofNanos(1));

    expired.await();
    assertThat(deadline.isOver()).isTrue();
    assertThat(deadline.isOver()).isFalse();
    assertThat(deadline.isRunning()).isFalse();
  }

  @Test
  void futureDeadlineIsRunningAndNotOver() {
    deadline.start(Duration.ofHours(1));

    assertThat(deadline.isOver()).isFalse();
    assertThat(deadline.isRunning()).isTrue();
  }

  @Test
  void stoppedDeadlineIsNeverOver() {
    deadline.start(Duration.ofNanos(1));
    deadline.stop();

    assertThat(deadline.isRunning()).isFalse();
    assertThat(deadline.isOver()).isFalse();
  }
}
