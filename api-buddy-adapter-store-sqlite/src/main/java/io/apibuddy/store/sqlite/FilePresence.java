package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.local.StoreNotices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells, once a minute, of a database file that was removed or replaced while it is open: this run
 * goes on with it, but the next does not find it. For use by one thread.
 */
final class FilePresence implements Runnable {
  private final Path file;

  /** What tells the file from another of its name, null where the system has nothing. */
  private final @Nullable Object key;

  private final StoreNotices notices;

  /** Remembers which file it is now. */
  FilePresence(Path file, StoreNotices notices) {
    this.file = file;
    this.key = found(file).map(BasicFileAttributes::fileKey).orElse(null);
    this.notices = notices;
  }

  @Override
  public void run() {
    if (!isTheSame()) {
      notices.warn(
          "store-gone",
          file
              + " was removed or replaced: responses are stored only until this run ends;"
              + " restart to create a new file.");
    }
  }

  private boolean isTheSame() {
    return found(file).filter(now -> Objects.equals(now.fileKey(), key)).isPresent();
  }

  private static Optional<BasicFileAttributes> found(Path file) {
    try {
      return Optional.of(Files.readAttributes(file, BasicFileAttributes.class));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
