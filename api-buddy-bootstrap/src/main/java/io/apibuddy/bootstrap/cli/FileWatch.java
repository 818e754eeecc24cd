package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.wiring.Workers;
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
 * Looks at a file twice a second and tells when it is another one than before. It asks the file
 * system instead of waiting for its events, which editors that replace the file, links and network
 * file systems do not give.
 */
interface FileWatch {
  /** Watches nothing. */
  FileWatch NONE = () -> {};

  /** Looks no more. */
  void close();

  /**
   * Begins to look; {@code changed} runs on a thread of the watch's own.
   *
   * @param known what was there when the file was last read, null if it could not be
   */
  static FileWatch begin(Path file, @Nullable Traits known, Runnable changed) {
    ScheduledExecutorService thread = Workers.scheduled("file-watch");
    Look look = new Look(file, known, changed);
    ScheduledFuture<?> looking =
        thread.scheduleWithFixedDelay(look, 500, 500, TimeUnit.MILLISECONDS);
    return () -> {
      looking.cancel(false);
      thread.shutdown();
    };
  }

  /** Compares what is there with what was there; for use by one thread. */
  final class Look implements Runnable {
    private final Path file;
    private final Runnable changed;
    private @Nullable Traits before;
    private @Nullable Traits settling;

    Look(Path file, @Nullable Traits known, Runnable changed) {
      this.file = file;
      this.before = known;
      this.changed = changed;
    }

    /** Tells of a change once it has stayed for a look: an editor may still be writing. */
    @Override
    public void run() {
      Traits now = Traits.of(file);
      if (now == null || now.equals(before)) {
        settling = null;
      } else if (now.equals(settling)) {
        before = now;
        settling = null;
        changed.run();
      } else {
        settling = now;
      }
    }
  }

  /** What tells one version of a file from another. */
  record Traits(FileTime modified, long size, @Nullable Object fileKey) {

    /** Returns the traits of what is there, null while nothing can be read. */
    static @Nullable Traits of(Path file) {
      try {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        return new Traits(found.lastModifiedTime(), found.size(), found.fileKey());
      } catch (IOException e) {
        return null;
      }
    }
  }
}
