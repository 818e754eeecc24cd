package io.apibuddy.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JvmShutdownTest {
  private final AtomicInteger closed = new AtomicInteger();

  @Test
  void closesWhenTheJvmEnds() throws Exception {
    new JvmShutdown(Thread::start).await(closed::incrementAndGet);

    assertThat(closed).hasValue(1);
  }

  @Test
  void closesAtOnceIfTheJvmIsEndingAlready() throws Exception {
    Shutdown shutdown =
        new JvmShutdown(
            hook -> {
              throw new IllegalStateException("Shutdown in progress"); // as the JVM does
            });

    shutdown.await(closed::incrementAndGet);

    assertThat(closed).hasValue(1);
  }
}
