package io.apibuddy.bootstrap.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Configures Logback in code, faster than with a file: one line for each event, on stderr. */
final class LogbackSetup {

  /**
   * Libraries with the levels from which on their events are shown. HikariCP's warnings are not: it
   * warns after each suspend of a laptop, and the store itself reports what fails.
   */
  private static final Map<String, Level> LIBRARIES =
      Map.of(
          "org.eclipse.jetty",
          Level.WARN,
          "com.zaxxer.hikari",
          Level.ERROR,
          "org.sqlite",
          Level.WARN);

  private LogbackSetup() {}

  static void configure(String level, boolean json) {
    configure((LoggerContext) LoggerFactory.getILoggerFactory(), level, json);
  }

  /**
   * Sets the level and the form. An appender of that form stays: while there is none, events would
   * get lost.
   */
  static void configure(LoggerContext context, String level, boolean json) {
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    String form = json ? "json" : "text";
    boolean there = root.getAppender(form) != null;
    if (!there) {
      context.reset();
    }
    Level threshold = Level.toLevel(level);
    LIBRARIES.forEach(
        (library, least) ->
            context
                .getLogger(library)
                .setLevel(threshold.isGreaterOrEqual(least) ? threshold : least));
    root.setLevel(threshold);
    if (!there) { // last, since after a reset every level is DEBUG, which would show credentials
      root.addAppender(appender(context, form, json ? objects() : text()));
    }
  }

  private static Appender<ILoggingEvent> appender(
      LoggerContext context, String form, Encoder<ILoggingEvent> encoder) {
    encoder.setContext(context);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setName(form);
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }

  private static Encoder<ILoggingEvent> text() {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setCharset(SystemConsole.charset());
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %msg%n%ex{short}");
    return encoder;
  }

  /** Writes one JSON object per line. */
  private static Encoder<ILoggingEvent> objects() {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithThreadName(false);
    encoder.setWithContext(false);
    encoder.setWithMDC(false);
    encoder.setWithArguments(false);
    encoder.setWithMessage(false);
    encoder.setWithFormattedMessage(true);
    return encoder;
  }
}
