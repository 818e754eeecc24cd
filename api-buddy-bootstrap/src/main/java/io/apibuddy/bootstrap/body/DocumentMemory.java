package io.apibuddy.bootstrap.body;

import io.apibuddy.ports.http.BodyNormalizer;

/** What one document takes of the memory that all share; closing it gives everything back. */
final class DocumentMemory implements AutoCloseable {
  private final BodyNormalizer.Room room;
  private final long length;
  private long taken;

  /** Takes from {@code room} for a body of {@code length} bytes. */
  DocumentMemory(BodyNormalizer.Room room, long length) {
    this.room = room;
    this.length = length;
  }

  /** Ends a document for which there is no memory. */
  static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1;

    Exhausted() {
      super("no memory for a canonical form", null, false, false);
    }
  }

  /** Takes {@code bytes}. */
  void take(long bytes) {
    if (!room.tryTake(bytes)) {
      throw new Exhausted();
    }
    taken += bytes;
  }

  /** Gives back what was taken. */
  void give(long bytes) {
    room.give(bytes);
    taken -= bytes;
  }

  /** Returns how long the document's text may become, as far as its body tells. */
  int expected() {
    return (int) Math.min(length + length / 16, Integer.MAX_VALUE / 2);
  }

  @Override
  public void close() {
    room.give(taken);
    taken = 0;
  }
}
