package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.config.Configuration;
import org.slf4j.LoggerFactory;

/** Sets logging up if Logback is there, as in the runnable jar; another binding stays as it is. */
final class ConsoleLogging {
  private static final String LOGBACK = "ch.qos.logback.";

  private ConsoleLogging() {}

  static void configure(Configuration configuration) {
    if (LoggerFactory.getILoggerFactory().getClass().getName().startsWith(LOGBACK)) {
      LogbackSetup.configure(configuration.logLevel(), configuration.observation().structuredLog());
    }
  }
}
