package io.apibuddy.bootstrap.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.apibuddy.ports.contract.ManualTicker;
import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.event.ExchangeCompleted;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.event.UpstreamFailed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExchangeLogTest {
  private final LoggerContext context = new LoggerContext();
  private final Logger logger = context.getLogger("test");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final ManualTicker ticker = new ManualTicker();

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
  }

  @Test
  void writesOneLineForEachExchange() {
    log("INFO").onExchangeCompleted(exchange("/v1/models?key=***", CacheOutcome.HIT, null, true));

    assertThat(written())
        .containsExactly("INFO id1 GET openai /v1/models?key=*** 200 HIT 3 ms 1234 B");
  }

  @Test
  void logsErrorsAndIncompleteAnswers() {
    log("INFO").onExchangeCompleted(exchange("/", CacheOutcome.NONE, "unknown-alias", false));

    assertThat(written())
        .containsExactly(
            "INFO id1 GET openai / 200 NONE 3 ms 1234 B error=unknown-alias incomplete");
  }

  @Test
  void controlCharactersInAPathCannotForgeALine() {
    log("INFO").onExchangeCompleted(exchange("/a\nWARN b\u001B[2J", CacheOutcome.HIT, null, true));

    assertThat(written().get(0)).contains("/a?WARN b?[2J").doesNotContain("\n");
  }

  @Test
  void writesNoticesAtTheirLevels() {
    ExchangeLog log = log("INFO");
    for (Notice.Level level : Notice.Level.values()) {
      log.onNotice(new Notice(level, Notice.Source.STORE, "store-full", "no room"));
    }

    assertThat(written())
        .containsExactly(
            "INFO store-full: no room", "WARN store-full: no room", "ERROR store-full: no room");
  }

  @Test
  void leavesOutEventsBelowTheThreshold() {
    ExchangeLog log = log("ERROR");
    log.onExchangeCompleted(exchange("/", CacheOutcome.HIT, null, true));
    log.onUpstreamError(failure());
    log.onNotice(new Notice(Notice.Level.WARNING, Notice.Source.STORE, "c", "m"));
    log("OFF").onNotice(new Notice(Notice.Level.ERROR, Notice.Source.STORE, "c", "m"));

    assertThat(written()).isEmpty();
  }

  @Test
  void leavesOutEventsBelowTheLoggersLevel() {
    logger.setLevel(Level.WARN);
    ExchangeLog log = log("TRACE");
    log.onExchangeCompleted(exchange("/", CacheOutcome.HIT, null, true));
    log.onUpstreamError(failure());

    assertThat(written())
        .containsExactly("WARN id1 openai upstream CONNECT_FAILED: connection refused (5 ms)");
  }

  @Test
  void noticeWithTheSameCodeIsLoggedOnceAMinute() {
    ListenerGroup group = new ListenerGroup(List.of(log("INFO")), List.of(), logger, ticker);
    Notice.Source store = Notice.Source.STORE;
    group.onNotice(new Notice(Notice.Level.WARNING, store, "store-full", "the adapter"));
    group.onNotice(new Notice(Notice.Level.WARNING, store, "store-full", "the core"));
    group.onNotice(new Notice(Notice.Level.WARNING, store, "store-io", "another"));
    ticker.advance(Duration.ofMinutes(1));
    group.onNotice(new Notice(Notice.Level.WARNING, store, "store-full", "again"));

    assertThat(written())
        .containsExactly(
            "WARN store-full: the adapter", "WARN store-io: another", "WARN store-full: again");
  }

  @ParameterizedTest
  @EnumSource(
      value = Notice.Source.class,
      names = {"UPSTREAM", "CONFIGURATION"})
  void warningsAboutSeveralMappingsAreAllLogged(Notice.Source source) {
    ListenerGroup group = new ListenerGroup(List.of(log("INFO")), List.of(), logger, ticker);
    group.onNotice(new Notice(Notice.Level.WARNING, source, "throttled", "github: full"));
    group.onNotice(new Notice(Notice.Level.WARNING, source, "throttled", "openai: full"));
    group.onNotice(new Notice(Notice.Level.WARNING, source, "throttled", "github: full"));

    assertThat(written())
        .containsExactly("WARN throttled: github: full", "WARN throttled: openai: full");
  }

  @Test
  void failingUpstreamClientIsLoggedOnceAMinute() {
    ListenerGroup group = new ListenerGroup(List.of(log("INFO")), List.of(), logger, ticker);
    for (int i = 0; i < 3; i++) {
      group.onNotice(
          new Notice(Notice.Level.ERROR, Notice.Source.UPSTREAM, "client-failed", "call " + i));
    }

    assertThat(written()).containsExactly("ERROR client-failed: call 0");
  }

  @Test
  void repeatedFailureIsLoggedTenTimesAMinute() {
    ExchangeLog log = log("INFO");
    for (int i = 0; i < 1_000; i++) {
      log.onUpstreamError(failure());
    }
    assertThat(written()).hasSize(10);

    ticker.advance(Duration.ofMinutes(1));
    log.onUpstreamError(failure());

    assertThat(written()).hasSize(11);
    assertThat(written().get(10)).endsWith("; 990 more like it were not logged");
  }

  @Test
  void numberOfSuppressedFailuresIsLoggedEvenIfNoneFollows() {
    ExchangeLog log = log("INFO");
    for (int i = 0; i < 84; i++) {
      log.onUpstreamError(failure());
    }
    log.logSuppressed();
    assertThat(written()).hasSize(10);

    ticker.advance(Duration.ofMinutes(1));
    log.logSuppressed();
    log.logSuppressed();

    assertThat(written()).hasSize(11);
    assertThat(written().get(10))
        .isEqualTo("WARN openai upstream CONNECT_FAILED: 74 more like it were not logged");

    log.onUpstreamError(failure());
    assertThat(written().get(11)).endsWith("connection refused (5 ms)");
  }

  @Test
  void numberOfSuppressedFailuresIsLoggedAtTheEnd() {
    ExchangeLog log = log("INFO");
    log.structured(true);
    for (int i = 0; i < 12; i++) {
      log.onUpstreamError(failure());
    }
    log.close();
    log.close();

    assertThat(written()).hasSize(11);
    assertThat(written().get(10)).endsWith(": 2 more like it were not logged");
    assertThat(lines.list.get(10).getKeyValuePairs())
        .extracting(pair -> pair.key + "=" + pair.value)
        .containsExactly("alias=openai", "failure=CONNECT_FAILED", "held_back=2");
  }

  @Test
  void structuredLogHasThePartsOfALineAsKeyValuePairs() {
    ExchangeLog log = log("INFO");
    log.structured(true);
    log.onExchangeCompleted(exchange("/v1", CacheOutcome.HIT, null, true));

    assertThat(lines.list.get(0).getKeyValuePairs())
        .extracting(pair -> pair.key + "=" + pair.value)
        .contains("request_id=id1", "alias=openai", "status=200", "cache=HIT", "bytes=1234")
        .noneMatch(pair -> pair.endsWith("=null"));
  }

  @Test
  void queuedNoticesAreBoundedAndWaitForDelivery() {
    List<String> codes = new ArrayList<>();
    QueuedNotices notices =
        new QueuedNotices(
            new ExchangeListener() {
              @Override
              public void onNotice(Notice event) {
                codes.add(event.code());
              }
            });
    for (int i = 0; i < 1_000; i++) {
      notices.report(new Notice(Notice.Level.INFO, Notice.Source.STORE, "n" + i, "m"));
    }
    assertThat(codes).isEmpty();

    notices.deliver();
    notices.deliver();

    assertThat(codes).hasSize(256).startsWith("n0", "n1");
  }

  private ExchangeLog log(String threshold) {
    return new ExchangeLog(logger, threshold, ticker);
  }

  private List<String> written() {
    return lines.list.stream().map(e -> e.getLevel() + " " + e.getFormattedMessage()).toList();
  }

  private static UpstreamFailed failure() {
    return new UpstreamFailed(
        "id1", "openai", "GET", "/", "CONNECT_FAILED", "connection refused", Duration.ofMillis(5));
  }

  private static ExchangeCompleted exchange(
      String path, CacheOutcome outcome, @Nullable String error, boolean delivered) {
    return new ExchangeCompleted(
        "id1",
        Instant.EPOCH,
        "openai",
        "GET",
        path,
        200,
        outcome,
        error,
        Duration.ofMillis(3),
        1_234,
        delivered);
  }
}
