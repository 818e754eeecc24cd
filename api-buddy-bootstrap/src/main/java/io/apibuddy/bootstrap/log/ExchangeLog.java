package io.apibuddy.bootstrap.log;

import io.apibuddy.ports.event.ExchangeCompleted;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.event.UpstreamFailed;
import io.apibuddy.ports.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs one line for each exchange, each failed attempt at an upstream and each notice. Of failures
 * of one kind and alias, it logs the first ten in a minute, then how many more there were. Safe for
 * concurrent use.
 */
public final class ExchangeLog implements ExchangeListener, AutoCloseable {
  private static final int MAX_FAILURES_PER_MINUTE = 10;

  private final Logger logger;
  private final Sampling failures;
  private volatile int minLevel;
  private volatile boolean structured;

  /**
   * Logs exchanges at INFO, failures at WARN and notices at their own level.
   *
   * @param logger the logger to write to
   * @param threshold TRACE, DEBUG, INFO, WARN, ERROR or OFF: what is below is left out, whatever
   *     the logger itself lets pass
   * @param ticker the clock that measures the minutes
   */
  public ExchangeLog(Logger logger, String threshold, Ticker ticker) {
    this.logger = logger;
    this.minLevel = number(threshold);
    this.failures = new Sampling(MAX_FAILURES_PER_MINUTE, ticker);
  }

  /**
   * Sets whether the values of an event are added as key-value pairs, for logs that machines read.
   */
  public void structured(boolean pairs) {
    structured = pairs;
  }

  /** Changes the threshold; {@code level} is as in the constructor. */
  public void threshold(String level) {
    minLevel = number(level);
  }

  @Override
  public boolean wantsHits() {
    return isEnabled(Level.INFO);
  }

  @Override
  public void onExchangeCompleted(ExchangeCompleted event) {
    if (!isEnabled(Level.INFO)) {
      return;
    }
    StringBuilder line = new StringBuilder(128);
    line.append(event.requestId())
        .append(' ')
        .append(event.method())
        .append(' ')
        .append(event.alias() == null ? "-" : event.alias())
        .append(' ');
    line.append(PrintableText.line(event.path()))
        .append(' ')
        .append(event.status())
        .append(' ')
        .append(event.outcome())
        .append(' ')
        .append(event.duration().toMillis())
        .append(" ms ")
        .append(event.responseBytes())
        .append(" B");
    if (event.errorCode() != null) {
      line.append(" error=").append(event.errorCode());
    }
    if (!event.delivered()) {
      line.append(" incomplete");
    }
    LoggingEventBuilder entry = logger.atInfo();
    if (structured) {
      entry =
          entry
              .addKeyValue("request_id", event.requestId())
              .addKeyValue("method", event.method())
              .addKeyValue("path", event.path())
              .addKeyValue("status", event.status())
              .addKeyValue("cache", event.outcome().name())
              .addKeyValue("milliseconds", event.duration().toMillis())
              .addKeyValue("bytes", event.responseBytes())
              .addKeyValue("delivered", event.delivered());
      if (event.alias() != null) {
        entry = entry.addKeyValue("alias", event.alias());
      }
      if (event.errorCode() != null) {
        entry = entry.addKeyValue("error_code", event.errorCode());
      }
    }
    entry.log("{}", line);
  }

  @Override
  public void onUpstreamError(UpstreamFailed event) {
    if (!isEnabled(Level.WARN)) {
      return;
    }
    long suppressed = failures.pass(event.alias() + ' ' + event.kind());
    if (suppressed < 0) {
      return;
    }
    LoggingEventBuilder entry = logger.atWarn();
    if (structured) {
      entry =
          entry
              .addKeyValue("request_id", event.requestId())
              .addKeyValue("alias", event.alias())
              .addKeyValue("failure", event.kind())
              .addKeyValue("milliseconds", event.duration().toMillis())
              .addKeyValue("held_back", suppressed);
    }
    entry.log(
        "{} {} upstream {}: {} ({} ms){}",
        event.requestId(),
        event.alias(),
        event.kind(),
        PrintableText.line(event.message()),
        event.duration().toMillis(),
        suppressed == 0 ? "" : "; " + suppressed + " more like it were not logged");
  }

  @Override
  public void onNotice(Notice event) {
    Level level =
        switch (event.level()) {
          case INFO -> Level.INFO;
          case WARNING -> Level.WARN;
          case ERROR -> Level.ERROR;
        };
    if (isEnabled(level)) {
      logger.atLevel(level).log("{}: {}", event.code(), PrintableText.line(event.message()));
    }
  }

  /**
   * Logs how many failures were held back in minutes that have ended, unless a later failure has
   * logged that. To be called periodically, by any thread.
   */
  public void logSuppressed() {
    failures.takeEnded().forEach(this::logSuppressed);
  }

  /** Logs how many failures were held back and not yet reported. */
  @Override
  public void close() {
    failures.takeAll().forEach(this::logSuppressed);
  }

  private void logSuppressed(String kind, long count) {
    if (!isEnabled(Level.WARN)) {
      return;
    }
    int space = kind.indexOf(' ');
    String alias = kind.substring(0, space);
    String failure = kind.substring(space + 1);
    LoggingEventBuilder entry = logger.atWarn();
    if (structured) {
      entry =
          entry
              .addKeyValue("alias", alias)
              .addKeyValue("failure", failure)
              .addKeyValue("held_back", count);
    }
    entry.log("{} upstream {}: {} more like it were not logged", alias, failure, count);
  }

  private boolean isEnabled(Level level) {
    return level.toInt() >= minLevel && logger.isEnabledForLevel(level);
  }

  private static int number(String threshold) {
    return threshold.equals("OFF") ? Integer.MAX_VALUE : Level.valueOf(threshold).toInt();
  }
}
