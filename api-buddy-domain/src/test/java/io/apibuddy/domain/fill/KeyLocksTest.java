package io.apibuddy.domain.fill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.domain.Background;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class KeyLocksTest {
  private final KeyLocks<String> locks = new KeyLocks<>();

  @Test
  void actionsOfEveryOtherKeyRunMeanwhile() {
    List<Integer> run = new ArrayList<>();

    locks.run(
        "held",
        () ->
            join(
                Background.start(
                    () -> {
                      for (int key = 0; key < 1000; key++) {
                        int number = key;
                        locks.run("key " + key, () -> run.add(number));
                      }
                      return true;
                    })));

    assertThat(run).hasSize(1000);
    assertThat(locks.size()).isZero();
  }

  @Test
  void actionsOfOneKeyRunOneByOne() throws Exception {
    int[] count = new int[1]; // not safe for concurrent use
    CountDownLatch start = new CountDownLatch(1);
    List<Background<Boolean>> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Background.start(
              () -> {
                start.await();
                for (int round = 0; round < 10_000; round++) {
                  locks.run("key", () -> count[0]++);
                }
                return true;
              }));
    }
    start.countDown();
    for (Background<Boolean> thread : threads) {
      assertThat(thread.get()).isTrue();
    }

    assertThat(count[0]).isEqualTo(40_000);
    assertThat(locks.size()).isZero();
  }

  @Test
  void actionThatFailsGivesItsKeyBack() throws Exception {
    Runnable failing =
        () -> {
          throw new IllegalStateException("expected");
        };
    assertThatThrownBy(() -> locks.run("key", failing)).hasMessage("expected");
    assertThat(locks.size()).isZero();

    Background<Boolean> other =
        Background.start(
            () -> {
              locks.run("key", () -> {});
              return true;
            });
    assertThat(other.get()).isTrue();
  }

  private static void join(Background<Boolean> thread) {
    try {
      assertThat(thread.get()).isTrue();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
