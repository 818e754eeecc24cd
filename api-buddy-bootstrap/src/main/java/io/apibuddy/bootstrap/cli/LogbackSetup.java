package io.apibuddy.bootstrap.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Logback without a file, which would cost start-up time: one line of text each, on stderr. */
final class LogbackSetup {
  private static final List<String> LIBRARIES =
      List.of("org.eclipse.jetty", "com.zaxxer.hikari", "org.sqlite");

  private LogbackSetup() {}

  static void configure(String level) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %msg%n%ex{short}");
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level threshold = Level.toLevel(level);
    root.setLevel(threshold);
    root.addAppender(appender);
    for (String library : LIBRARIES) {
      context
          .getLogger(library)
          .setLevel(threshold.isGreaterOrEqual(Level.WARN) ? threshold : Level.WARN);
    }
  }
}
