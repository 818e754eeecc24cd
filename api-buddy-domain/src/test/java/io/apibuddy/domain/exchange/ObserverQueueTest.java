package io.apibuddy.domain.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.Background;
import io.apibuddy.domain.Mistakes;
import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.event.Notice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObserverQueueTest {
  private final ExecutorService executor =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work);
            thread.setUncaughtExceptionHandler((failed, expected) -> {});
            return thread;
          });
  private final Recorder recorder = new Recorder();

  /** Records the codes of notices; some codes make it throw or wait. */
  private static final class Recorder implements ExchangeListener {
    private final List<String> codes = new CopyOnWriteArrayList<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final Gate gate = new Gate();

    @Override
    public void onNotice(Notice event) {
      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
      try {
        codes.add(event.code());
        switch (event.code()) {
          case "throw" -> throw new IllegalStateException("expected");
          case "fail" -> throw new AssertionError("expected");
          case "leave" -> throw Mistakes.unchecked(new IOException("expected"));
          case "hold" -> gate.pass();
          default -> {}
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        inside.decrementAndGet();
      }
    }
  }

  private static Notice notice(String code) {
    return new Notice(Notice.Level.INFO, Notice.Source.SERVER, code, "");
  }

  private void awaitIdle() throws InterruptedException {
    executor.shutdown();
    assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }

  @AfterEach
  void stop() {
    recorder.gate.open();
    executor.shutdownNow();
  }

  @Test
  void eventsAreDeliveredInOrder() throws Exception {
    ObserverQueue queue = new ObserverQueue(recorder, executor);
    for (int i = 0; i < 1000; i++) {
      queue.report(notice(Integer.toString(i)));
    }
    awaitIdle();

    assertThat(recorder.codes)
        .hasSize(1000)
        .isSortedAccordingTo((a, b) -> Integer.compare(Integer.parseInt(a), Integer.parseInt(b)));
    assertThat(recorder.most).hasValue(1);
  }

  @Test
  void listenerThatThrowsStillGetsTheNextEvent() throws Exception {
    ObserverQueue queue = new ObserverQueue(recorder, executor);
    queue.report(notice("throw"));
    queue.report(notice("next"));
    awaitIdle();

    assertThat(recorder.codes).containsExactly("throw", "next");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fail", "leave"})
  void errorOfAListenerIsCaughtAndLosesNoOtherEvent(String code) {
    List<Runnable> tasks = new ArrayList<>();
    ObserverQueue queue = new ObserverQueue(recorder, tasks::add);
    queue.report(notice(code));
    queue.report(notice("next"));
    tasks.remove(0).run();
    assertThat(recorder.codes).containsExactly(code, "next");

    queue.report(notice(code));
    queue.report(notice("last"));
    queue.close();
    assertThat(recorder.codes).containsExactly(code, "next", code, "last");
  }

  @Test
  void aListenerIsAskedEachTimeWhetherItWantsHits() {
    AtomicBoolean wanted = new AtomicBoolean();
    ExchangeListener listener =
        new ExchangeListener() {
          @Override
          public boolean wantsHits() {
            return wanted.get();
          }
        };
    ObserverQueue queue = new ObserverQueue(listener, Runnable::run);

    assertThat(queue.wantsHits()).isFalse();
    wanted.set(true);
    assertThat(queue.wantsHits()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("io.apibuddy.domain.Mistakes#all")
  void listenerWhoseWantsHitsThrowsGetsNoHitsAndANotice(Throwable mistake) {
    AtomicInteger asked = new AtomicInteger();
    ExchangeListener listener =
        new ExchangeListener() {
          @Override
          public boolean wantsHits() {
            asked.incrementAndGet();
            throw Mistakes.unchecked(mistake);
          }

          @Override
          public void onNotice(Notice event) {
            recorder.onNotice(event);
          }
        };
    ObserverQueue queue = new ObserverQueue(listener, Runnable::run);

    assertThat(queue.wantsHits()).isFalse();
    assertThat(queue.wantsHits()).isFalse();

    assertThat(asked).hasValue(1);
    assertThat(recorder.codes).containsExactly("listener-failed");
  }

  @Test
  void slowListenerLosesEventsInsteadOfBlockingExchanges() throws Exception {
    ObserverQueue queue = new ObserverQueue(recorder, executor);
    queue.report(notice("hold"));
    recorder.gate.awaitArrival();
    for (int i = 0; i < 20_000; i++) {
      queue.report(notice("x"));
    }
    recorder.gate.open();
    awaitIdle();

    assertThat(recorder.codes).hasSize(1 + 16_384);
  }

  @Test
  void eventsThatTheExecutorRejectedAreDeliveredOnClosing() {
    ObserverQueue queue =
        new ObserverQueue(
            recorder,
            task -> {
              throw new RejectedExecutionException();
            });
    queue.report(notice("a"));
    queue.report(notice("b"));
    assertThat(recorder.codes).isEmpty();
    queue.close();

    assertThat(recorder.codes).containsExactly("a", "b");
  }

  @Test
  void closingWaitsWhileTheListenerIsBusy() throws Exception {
    ObserverQueue queue = new ObserverQueue(recorder, executor);
    queue.report(notice("hold"));
    recorder.gate.awaitArrival();
    queue.report(notice("last"));
    Background<Boolean> closing =
        Background.start(
            () -> {
              queue.close();
              return true;
            });
    closing.awaitWaiting();
    recorder.gate.open();
    assertThat(closing.get()).isTrue();

    assertThat(recorder.codes).containsExactly("hold", "last");
    assertThat(recorder.most).hasValue(1);
  }

  @Test
  void withoutAListenerNothingIsQueued() {
    ObserverQueue queue =
        new ObserverQueue(
            ExchangeListener.NONE,
            task -> {
              throw new AssertionError("nobody listens");
            });
    queue.report(notice("a"));

    assertThat(queue.isObserved()).isFalse();
  }
}
