package io.apibuddy.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;

class LogbackSetupTest {

  @ParameterizedTest
  @CsvSource({
    "DEBUG, io.apibuddy.proxy, DEBUG",
    "DEBUG, org.eclipse.jetty.io, WARN", // it would show credentials
    "INFO, com.zaxxer.hikari.pool.HikariPool, ERROR", // it warns after each suspend of a laptop
    "ERROR, org.sqlite.SQLiteJDBCLoader, ERROR",
    "OFF, com.zaxxer.hikari.pool.HikariPool, OFF"
  })
  void librariesShowLessThanTheProxyItself(String configured, String logger, String shown) {
    LoggerContext context = new LoggerContext();

    LogbackSetup.configure(context, configured, false);

    assertThat(context.getLogger(logger).getEffectiveLevel()).isEqualTo(Level.toLevel(shown));
  }

  @Test
  void aChangedLevelInterruptsNoOutput() {
    LoggerContext context = new LoggerContext();
    LogbackSetup.configure(context, "INFO", false);
    Appender<ILoggingEvent> before = onlyAppender(context);

    LogbackSetup.configure(context, "WARN", false);

    assertThat(onlyAppender(context)).isSameAs(before);
    assertThat(before.isStarted()).isTrue();
    assertThat(context.getLogger("any").getEffectiveLevel()).isEqualTo(Level.WARN);
  }

  @Test
  void aChangedFormReplacesTheAppender() {
    LoggerContext context = new LoggerContext();
    LogbackSetup.configure(context, "INFO", false);
    Appender<ILoggingEvent> before = onlyAppender(context);

    LogbackSetup.configure(context, "INFO", true);

    assertThat(onlyAppender(context)).isNotSameAs(before);
    assertThat(before.isStarted()).isFalse();
  }

  private static Appender<ILoggingEvent> onlyAppender(LoggerContext context) {
    List<Appender<ILoggingEvent>> all = new ArrayList<>();
    context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders().forEachRemaining(all::add);
    assertThat(all).hasSize(1);
    return all.get(0);
  }
}
