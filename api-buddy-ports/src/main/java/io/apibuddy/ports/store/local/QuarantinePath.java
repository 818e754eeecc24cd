package io.apibuddy.ports.store.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Chooses the path to which damaged files are moved: its name gives the reason and the time, and
 * does not exist yet.
 */
public final class QuarantinePath {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private QuarantinePath() {}

  /** Returns {@code <store>.corrupt-<time>}, with a number appended if that path exists. */
  public static Path beside(Path store, Instant now) {
    return free(store.toAbsolutePath(), store.getFileName() + ".corrupt-" + STAMP.format(now));
  }

  /** Returns {@code <directory>/corrupt-<time>}, with a number appended if that path exists. */
  public static Path within(Path directory, Instant now) {
    return free(directory.resolve("corrupt"), "corrupt-" + STAMP.format(now));
  }

  private static Path free(Path sibling, String name) {
    Path free = sibling.resolveSibling(name);
    for (int i = 2; Files.exists(free); i++) {
      free = sibling.resolveSibling(name + "-" + i);
    }
    return free;
  }
}
