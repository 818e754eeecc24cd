package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.config.PartsLook;
import org.slf4j.LoggerFactory;

/** Sets logging up if Logback is there, as in the runnable jar; another binding stays as it is. */
final class ConsoleLogging {
  private static final String LOGBACK = "ch.qos.logback.";

  private ConsoleLogging() {}

  static void configure(Configuration configuration) {
    configure(configuration.logLevel(), configuration.observation().structuredLog());
  }

  /** Keeps to itself what parts that are looked for log before there is a configuration. */
  static PartsLook quiet(PartsLook parts) {
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
