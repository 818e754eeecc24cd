package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.Problem;
import io.apibuddy.bootstrap.wiring.LiveConfiguration;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Takes over a configuration file that has changed and says so; one that cannot be used changes
 * nothing.
 *
 * @param key says how requests show the access key, empty if none is wanted
 */
record Reloading(LiveConfiguration configuration, Path file, Supplier<String> key, PrintWriter err)
    implements Runnable {

  @Override
  public void run() {
    try {
      String before = key.get();
      configuration.reload("file");
      err.println("api-buddy: " + file + " was read again and is in force");
      if (!key.get().equals(before)) { // nobody gets in without it
        err.print(key.get());
      }
    } catch (ConfigurationException e) {
      for (Problem problem : e.problems()) {
        err.println("api-buddy: " + problem);
      }
      err.println("api-buddy: " + file + " changes nothing until that is mended");
    }
    err.flush();
  }
}
