package io.apibuddy.bootstrap.log;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.contract.ManualTicker;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.event.Notice;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ListenerGroupTest {
  private final Logger logger = new LoggerContext().getLogger("test");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final ManualTicker ticker = new ManualTicker();
  private final Recorder log = new Recorder();
  private final Recorder other = new Recorder();

  private static final class Recorder implements ExchangeListener {
    private final List<String> codes = new CopyOnWriteArrayList<>();

    @Override
    public void onNotice(Notice event) {
      codes.add(event.code());
    }
  }

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
  }

  private static Notice notice(String code) {
    return new Notice(Notice.Level.INFO, Notice.Source.SERVER, code, "");
  }

  private static void pass(Gate gate) {
    try {
      gate.pass();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ListenerGroup group(ExchangeListener... listeners) {
    return new ListenerGroup(List.of(log), List.of(listeners), logger, ticker);
  }

  static List<Throwable> mistakes() {
    return List.of(new AssertionError("expected"), new IOException("expected"));
  }

  /** Throws anything, as languages without checked exceptions do. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> RuntimeException unchecked(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void throwableOfAListenerDoesNotEndItsThread(Throwable mistake) {
    ExchangeListener failing =
        new ExchangeListener() {
          @Override
          public void onNotice(Notice event) {
            other.onNotice(event);
            throw unchecked(mistake);
          }
        };
    try (ListenerGroup group = group(failing)) {
      group.onNotice(notice("one"));
      group.onNotice(notice("two"));
    }

    assertThat(other.codes).containsExactly("one", "two");
    assertThat(lines.list).hasSize(1);
  }

  @Test
  void throwingListenerDoesNotAffectOthersAndIsLoggedOnceAMinute() {
    ExchangeListener broken =
        new ExchangeListener() {
          @Override
          public void onNotice(Notice event) {
            throw new IllegalStateException("expected");
          }
        };
    try (ListenerGroup group = group(broken, other)) {
      for (int i = 0; i < 100; i++) {
        group.onNotice(notice("n" + i));
      }
    }

    assertThat(log.codes).hasSize(100);
    assertThat(other.codes).hasSize(100);
    assertThat(lines.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .startsWith("a listener failed: " + broken.getClass().getName());
  }

  @Test
  void failingCallbackOfTheConfigurationIsLoggedByItsOwnName() {
    Undecided broken = new Undecided();
    broken.mistake = new IllegalStateException("expected");
    try (ListenerGroup group = new ListenerGroup(List.of(), List.of(), logger, ticker)) {
      group.configured(List.of(new SelectedEvents(Set.of("on_cache_hit", "on_notice"), broken)));
      assertThat(group.wantsHits()).isFalse();
      group.onNotice(notice("one"));
    }

    assertThat(lines.list)
        .hasSize(2)
        .allSatisfy(
            line -> assertThat(line.getFormattedMessage()).endsWith(Undecided.class.getName()));
  }

  @Test
  void blockedListenerDoesNotDelayOthers() {
    Gate gate = new Gate();
    ExchangeListener stuck =
        new ExchangeListener() {
          @Override
          public void onNotice(Notice event) {
            pass(gate);
          }
        };
    try (ListenerGroup group = group(stuck, other)) {
      for (int i = 0; i < 1_000; i++) {
        group.onNotice(notice("n" + i));
      }

      assertThat(log.codes).hasSize(1_000);
      await().atMost(Duration.ofSeconds(30)).until(() -> other.codes.size() == 1_000);
      gate.open();
    }
  }

  @Test
  void threadOfABlockedListenerEndsWhenTheGroupIsClosed() throws Exception {
    Gate never = new Gate();
    AtomicReference<Thread> teller = new AtomicReference<>();
    ExchangeListener stuck =
        new ExchangeListener() {
          @Override
          public void onNotice(Notice event) {
            other.onNotice(event);
            teller.set(Thread.currentThread());
            try {
              never.pass();
            } catch (InterruptedException e) {
              throw unchecked(e);
            }
          }
        };
    ListenerGroup group = group(stuck);
    group.onNotice(notice("one"));
    group.onNotice(notice("two"));
    never.awaitArrival();

    Thread.currentThread().interrupt(); // so that close does not wait for two seconds
    group.close();

    assertThat(Thread.interrupted()).isTrue();
    await().until(() -> !Objects.requireNonNull(teller.get()).isAlive());
    assertThat(other.codes).containsExactly("one");
  }

  /**
   * Answers or throws when it is asked whether it wants hits, and counts the calls. It throws at a
   * notice too.
   */
  private static final class Undecided implements ExchangeListener {
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean wanted;
    private volatile @Nullable Throwable mistake;

    @Override
    public boolean wantsHits() {
      asked.incrementAndGet();
      Throwable thrown = mistake;
      if (thrown != null) {
        throw unchecked(thrown);
      }
      return wanted;
    }

    @Override
    public void onNotice(Notice event) {
      Throwable thrown = mistake;
      if (thrown != null) {
        throw unchecked(thrown);
      }
    }
  }

  @Test
  void whetherAListenerWantsHitsMayChangeAtAnyTime() {
    Undecided listener = new Undecided();
    try (ListenerGroup group = new ListenerGroup(List.of(), List.of(listener), logger, ticker)) {
      assertThat(group.wantsHits()).isFalse();
      listener.wanted = true;
      assertThat(group.wantsHits()).isTrue();
      listener.wanted = false;
      assertThat(group.wantsHits()).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void listenerWhoseWantsHitsThrowsGetsNoHitsAndIsLogged(Throwable mistake) {
    Undecided broken = new Undecided();
    broken.mistake = mistake;
    Undecided other = new Undecided();
    other.wanted = true;
    try (ListenerGroup group = new ListenerGroup(List.of(), List.of(broken), logger, ticker)) {
      assertThat(group.wantsHits()).isFalse();
      group.configured(List.of(other));
      assertThat(group.wantsHits()).isTrue();
    }

    assertThat(broken.asked).hasValue(1);
    assertThat(lines.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .startsWith("a listener failed")
        .contains("wants hits", Undecided.class.getName());
  }

  @Test
  void configuredListenersAreReplaced() {
    Recorder before = new Recorder();
    try (ListenerGroup group = group()) {
      group.configured(List.of(new SelectedEvents(Set.of("on_notice"), before)));
      group.onNotice(notice("first"));
      group.configured(List.of(new SelectedEvents(Set.of("on_notice"), other)));
      group.onNotice(notice("second"));
      group.configured(List.of(new SelectedEvents(Set.of("on_cache_hit"), other)));
      group.onNotice(notice("third"));
    }

    assertThat(before.codes).containsExactly("first");
    assertThat(other.codes).containsExactly("second");
  }

  @Test
  void listenerMayCloseItsOwnGroupWithoutBlocking() {
    AtomicReference<ListenerGroup> own = new AtomicReference<>();
    AtomicBoolean interrupted = new AtomicBoolean(true);
    Gate all = new Gate();
    ExchangeListener closing =
        new ExchangeListener() {
          @Override
          public void onNotice(Notice event) {
            other.onNotice(event);
            if (event.code().equals("one")) {
              pass(all);
              Objects.requireNonNull(own.get()).close();
              interrupted.set(Thread.currentThread().isInterrupted());
            }
          }
        };
    ListenerGroup group = group(closing);
    own.set(group);
    group.onNotice(notice("one"));
    group.onNotice(notice("two"));
    all.open();

    await().until(() -> other.codes.size() == 2);
    assertThat(interrupted).isFalse();
  }
}
