package io.apibuddy.bootstrap.body;

import io.apibuddy.ports.http.ScratchSpace;
import java.nio.file.Path;

/**
 * Room in memory for bodies of up to 64 KiB and in temporary files, readable by the owner only, for
 * longer ones. Files are deleted when their scratch is closed.
 */
public final class TempFileScratchSpace implements ScratchSpace {
  private final Path directory;

  /** Keeps its files in {@code directory}, which must exist when one is needed. */
  public TempFileScratchSpace(Path directory) {
    this.directory = directory;
  }

  @Override
  public Scratch open() {
    return new SpillingScratch(directory);
  }
}
