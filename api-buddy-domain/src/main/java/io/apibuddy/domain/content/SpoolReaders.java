package io.apibuddy.domain.content;

import java.util.ArrayList;
import java.util.List;

/** The open readers of a spool and their positions. Guarded by the spool's lock. */
final class SpoolReaders {
  private final List<SpoolReader> reading = new ArrayList<>(1); // one is typical

  void add(SpoolReader reader) {
    reading.add(reader);
  }

  /** Closes a reader; returns false if it was closed before. */
  boolean remove(SpoolReader reader) {
    reader.markClosed();
    return reading.remove(reader);
  }

  boolean isEmpty() {
    return reading.isEmpty();
  }

  /** Returns the position of the slowest reader, {@code end} if there is no reader. */
  long slowest(long end) {
    long slowest = end;
    for (SpoolReader reader : reading) {
      slowest = Math.min(slowest, reader.position());
    }
    return slowest;
  }

  /** Closes all readers not beyond {@code position}, if another one waits at {@code end}. */
  void closeLagging(long position, long end) {
    if (reading.stream().noneMatch(reader -> reader.position() == end)) {
      return;
    }
    reading.removeIf(
        reader -> {
          boolean lagging = reader.position() <= position;
          if (lagging) {
            reader.markClosed();
          }
          return lagging;
        });
  }
}
