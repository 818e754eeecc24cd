package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.Problem;
import io.apibuddy.bootstrap.wiring.LiveConfiguration;
import java.io.PrintWriter;
import java.nio.file.Path;

/**
 * Takes over a configuration file that has changed and says so; one that cannot be used changes
 * nothing.
 */
record Reloading(LiveConfiguration configuration, Path file, PrintWriter err) implements Runnable {

  @Override
  public void run() {
    try {
      configuration.reload("file");
      err.println("api-buddy: " + file + " was read again and is in force");
    } catch (ConfigurationException e) {
      for (Problem problem : e.problems()) {
        err.println("api-buddy: " + problem);
      }
      err.println("api-buddy: " + file + " changes nothing until that is mended");
    }
    err.flush();
  }
}
