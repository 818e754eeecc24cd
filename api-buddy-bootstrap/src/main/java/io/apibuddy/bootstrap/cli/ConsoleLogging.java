package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.config.PartsValidator;
import org.slf4j.LoggerFactory;

/** Configures Logback if that is the SLF4J provider, as in the runnable jar, and no other. */
final class ConsoleLogging {
  private static final String LOGBACK = "ch.qos.logback.";

  private ConsoleLogging() {}

  static void configure(Configuration configuration) {
    configure(configuration.logLevel(), configuration.observation().structuredLog());
  }

  /** Wraps a check of parts, made before there is a configuration, so that they log nothing. */
  static PartsValidator quiet(PartsValidator parts) {
    return named -> {
      configure("OFF", false);
      return parts.missing(named);
    };
  }

  private static void configure(String level, boolean structured) {
    if (LoggerFactory.getILoggerFactory().getClass().getName().startsWith(LOGBACK)) {
      LogbackSetup.configure(level, structured);
    }
  }
}
