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
  private final CountDownLatch came = new CountDownLatch(1);
  private final Deadline deadline = new Deadline(timers, came::countDown);

  @BeforeEach
  void start() throws Exception {
    timers.start();
  }

  @AfterEach
  void stop() throws Exception {
    timers.stop();
  }

  @Test
  void whatHasComeIsOverOnce() throws InterruptedException {
    deadline.start(Duration.ofNanos(1));

    came.await();
    assertThat(deadline.isOver()).isTrue();
    assertThat(deadline.isOver()).isFalse();
    assertThat(deadline.isRunning()).isFalse();
  }

  @Test
  void whatIsYetToComeGoesOn() {
    deadline.start(Duration.ofHours(1));

    assertThat(deadline.isOver()).isFalse();
    assertThat(deadline.isRunning()).isTrue();
  }

  @Test
  void whatWasStoppedIsNeverOver() {
    deadline.start(Duration.ofNanos(1));
    deadline.stop();

    assertThat(deadline.isRunning()).isFalse();
    assertThat(deadline.isOver()).isFalse();
  }
}
