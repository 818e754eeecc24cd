package io.apibuddy.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
