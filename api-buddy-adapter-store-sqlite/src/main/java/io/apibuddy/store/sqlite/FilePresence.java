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
 * Warns, once a minute, if the open database file was removed or replaced: this run goes on with
 * it, but the next one will not find it. For use by one thread.
 */
final class FilePresence implements Runnable {
  private final Path file;

  /** Identifies the file, for example by its inode; null if the system has no such key. */
  private final @Nullable Object key;

  private final StoreNotices notices;

  /** Remembers the identity of the current file. */
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
