package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.Problem;
import io.apibuddy.bootstrap.log.PrintableText;
import io.apibuddy.bootstrap.wiring.LiveConfiguration;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The task that reloads a changed configuration file and prints the outcome. A file with problems
 * changes nothing.
 *
 * @param key supplies the banner's line with the access key, empty if none is required
 */
record Reloading(LiveConfiguration configuration, Path file, Supplier<String> key, PrintWriter err)
    implements Runnable {

  @Override
  public void run() {
    try {
      String before = key.get();
      configuration.reload("file");
      say(Level.INFO, file + " was reloaded and is in force");
      if (!key.get().equals(before)) { // no client can go on without the new key
        err.print(key.get());
      }
    } catch (ConfigurationException e) {
      for (Problem problem : e.problems()) {
        say(Level.ERROR, problem.toString());
      }
      say(Level.ERROR, file + " has no effect until this is fixed");
    }
    err.flush();
  }

  /** Prints a line. If there is a structured log, logs it there, where programs look for it. */
  private void say(Level level, String line) {
    Configuration.Observation log = configuration.current().observation();
    if (log.structuredLog() && log.logger() != null) {
      LoggerFactory.getLogger(log.logger()).atLevel(level).log(line);
    } else {
      err.println("api-buddy: " + PrintableText.line(line));
    }
  }
}
