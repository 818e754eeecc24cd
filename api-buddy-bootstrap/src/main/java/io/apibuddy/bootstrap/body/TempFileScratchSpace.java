package io.apibuddy.bootstrap.body;

import io.apibuddy.ports.http.ScratchSpace;
import java.nio.file.Path;

/**
 * Scratch space that keeps bodies of up to 64 KiB in memory and longer ones in temporary files,
 * readable only by their owner. A file is deleted when its scratch is closed. Safe for concurrent
 * use.
 */
public final class TempFileScratchSpace implements ScratchSpace {
  private final Path directory;

  /** Keeps the files in {@code directory}, which must exist when the first file is needed. */
  public TempFileScratchSpace(Path directory) {
    this.directory = directory;
  }

  @Override
  public Scratch open() {
    return new SpillingScratch(directory);
  }
}
