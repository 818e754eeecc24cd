package io.apibuddy.domain.content;

import java.util.ArrayList;
import java.util.List;

/** Who reads a spool, and how far each is. Guarded by the spool's lock. */
final class SpoolReaders {
  private final List<SpoolReader> reading = new ArrayList<>(1); // mostly one

  void add(SpoolReader reader) {
    reading.add(reader);
  }

  /** Closes a reader; false if that was done before. */
  boolean remove(SpoolReader reader) {
    reader.markClosed();
    return reading.remove(reader);
  }

  boolean isEmpty() {
    return reading.isEmpty();
  }

  /** Returns the position of the slowest, {@code end} if there is none. */
  long slowest(long end) {
    long slowest = end;
    for (SpoolReader reader : reading) {
      slowest = Math.min(slowest, reader.position());
    }
    return slowest;
  }

  /** Remembers how far each is. */
  void mark() {
    reading.forEach(SpoolReader::mark);
  }

  /**
   * Closes all who have not got beyond {@code position} and have not moved since {@link #mark}, and
   * the others too if somebody waits at {@code end}.
   */
  void dropHoldingUp(long position, long end) {
    boolean waiting = reading.stream().anyMatch(reader -> reader.position() == end);
    reading.removeIf(
        reader -> {
          boolean stuck = reader.position() <= position && (waiting || !reader.hasMoved());
          if (stuck) {
            reader.markClosed();
          }
          return stuck;
        });
  }
}
