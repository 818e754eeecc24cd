package io.apibuddy.domain.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.domain.Background;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.Gate;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClientWatchTest {
  private final FakeRequest request = FakeRequest.get("/");
  private final ClientWatch watch = new ClientWatch(request);

  @Test
  void waitCompletesIfTheClientStays() throws Exception {
    String result = watch.during(() -> "answer");

    assertThat(result).isEqualTo("answer");
  }

  @Test
  void aWaitEndsWhenTheClientLeavesAndTheThreadIsNotLeftInterrupted() throws Exception {
    Gate gate = new Gate();
    Background<Boolean> waiting =
        Background.start(
            () -> {
              assertThatThrownBy(
                      () ->
                          watch.during(
                              () -> {
                                gate.pass();
                                return 1;
                              }))
                  .isInstanceOf(ClientWatch.ClientGoneException.class);
              return Thread.currentThread().isInterrupted();
            });
    gate.awaitArrival();
    request.leave();

    assertThat(waiting.get()).isFalse();
  }

  @Test
  void lateInterruptionIsClearedFromTheThread() throws Exception {
    Background<Boolean> waiting =
        Background.start(
            () -> {
              watch.during(
                  () -> {
                    request.leave();
                    return 1;
                  });
              return Thread.currentThread().isInterrupted();
            });

    assertThat(waiting.get()).isFalse();
  }

  @Test
  void waitIsRefusedIfTheClientHasLeft() {
    request.leave();

    assertThatThrownBy(() -> watch.during(() -> 1))
        .isInstanceOf(ClientWatch.ClientGoneException.class);
  }

  @Test
  void interruptionFromElsewhereIsPassedOn() throws Exception {
    Gate gate = new Gate();
    Background<Integer> waiting =
        Background.start(
            () ->
                watch.during(
                    () -> {
                      gate.pass();
                      return 1;
                    }));
    gate.awaitArrival();
    waiting.interrupt();

    assertThatThrownBy(waiting::get).isInstanceOf(InterruptedException.class);
  }

  @Test
  void actionRunsWhenTheClientLeavesOrAtOnceIfItHasLeft() {
    AtomicInteger first = new AtomicInteger();
    AtomicInteger second = new AtomicInteger();
    watch.onClientGone(first::incrementAndGet);
    request.leave();
    watch.onClientGone(second::incrementAndGet);

    assertThat(first).hasValue(1);
    assertThat(second).hasValue(1);
  }
}
