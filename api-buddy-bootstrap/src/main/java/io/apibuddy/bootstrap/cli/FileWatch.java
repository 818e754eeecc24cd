package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.wiring.ProxyExecutors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Polls a file twice a second and reports when it has changed. File system events would not do:
 * they fail with editors that replace the file, with links and with network file systems.
 */
interface FileWatch {
  /** A watch that does nothing. */
  FileWatch NONE = () -> {};

  /** Stops watching. */
  void close();

  /**
   * Starts to watch a file; {@code changed} runs on the watch's own thread.
   *
   * @param known the file's traits when it was last read, null if it could not be read
   */
  static FileWatch begin(Path file, @Nullable FileState known, Runnable changed) {
    ScheduledExecutorService thread = ProxyExecutors.scheduled("file-watch");
    Poll poll = new Poll(file, known, changed);
    ScheduledFuture<?> polling =
        thread.scheduleWithFixedDelay(poll, 500, 500, TimeUnit.MILLISECONDS);
    return () -> {
      polling.cancel(false);
      thread.shutdown();
    };
  }

  /**
   * The task of a watch: each run compares the file's traits with the last known ones. Not safe for
   * concurrent use.
   */
  final class Poll implements Runnable {
    private final Path file;
    private final Runnable changed;
    private @Nullable FileState before;
    private @Nullable FileState pending;

    Poll(Path file, @Nullable FileState known, Runnable changed) {
      this.file = file;
      this.before = known;
      this.changed = changed;
    }

    /**
     * Reports a change once two polls in a row have seen it, because an editor may still be
     * writing.
     */
    @Override
    public void run() {
      FileState now = FileState.of(file);
      if (now == null || now.equals(before)) {
        pending = null;
      } else if (now.equals(pending)) {
        before = now;
        pending = null;
        changed.run();
      } else {
        pending = now;
      }
    }
  }

  /** The attributes that distinguish versions of a file. */
  record FileState(FileTime modified, long size, @Nullable Object fileKey) {

    /** Returns the traits of a file, null while it cannot be read. */
    static @Nullable FileState of(Path file) {
      try {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        return new FileState(found.lastModifiedTime(), found.size(), found.fileKey());
      } catch (IOException e) {
        return null;
      }
    }
  }
}
