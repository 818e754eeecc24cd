package io.apibuddy.bootstrap.growth;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The program: {@code Growth PART BACKEND JAR WORK_DIRECTORY full|smoke}. */
final class Growth {

  private Growth() {}

  public static void main(String[] arguments) throws Exception {
    String backend = arguments[1];
    String jar = arguments[2];
    Path work = Files.createDirectories(Path.of(arguments[3]));
    boolean smoke = arguments[4].equals("smoke");
    boolean flat = true;
    switch (arguments[0]) {
      case "entries" -> new StoredEntries(backend, jar, work, smoke).measure();
      case "streams" -> new ManyStreams(jar, work, smoke).measure();
      case "idle" -> new IdleConnections(jar, work, smoke).measure();
      case "soak" ->
          flat = new Soak(backend, jar, work, Duration.ofSeconds(smoke ? 6 : 150)).measure();
      default -> throw new IllegalArgumentException("there is no part " + arguments[0]);
    }
    System.exit(flat ? 0 : 1);
  }
}
