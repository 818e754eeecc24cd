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

  /** Closes all who have not got beyond {@code position}, if somebody waits at {@code end}. */
  void dropHoldingUp(long position, long end) {
    if (reading.stream().noneMatch(reader -> reader.position() == end)) {
      return;
    }
    reading.removeIf(
        reader -> {
          boolean inTheWay = reader.position() <= position;
          if (inTheWay) {
            reader.markClosed();
          }
          return inTheWay;
        });
  }
}
