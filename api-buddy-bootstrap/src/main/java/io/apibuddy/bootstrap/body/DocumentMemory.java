package io.apibuddy.bootstrap.body;

import io.apibuddy.ports.http.BodyNormalizer;

/**
 * The memory that one document has taken from the room that all documents share. Closing it gives
 * everything back.
 */
final class DocumentMemory implements AutoCloseable {
  private final BodyNormalizer.Room room;
  private final long length;
  private long taken;

  /**
   * Accounts for a document whose body has {@code length} bytes; memory comes from {@code room}.
   */
  DocumentMemory(BodyNormalizer.Room room, long length) {
    this.room = room;
    this.length = length;
  }

  /** Thrown when the shared room has no memory left for a document. */
  static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1;

    Exhausted() {
      super("no memory for a canonical form", null, false, false);
    }
  }

  /**
   * Takes {@code bytes} from the room.
   *
   * @throws Exhausted if the room has fewer left
   */
  void take(long bytes) {
    if (!room.tryTake(bytes)) {
      throw new Exhausted();
    }
    taken += bytes;
  }

  /** Gives {@code bytes} back to the room. */
  void give(long bytes) {
    room.give(bytes);
    taken -= bytes;
  }

  /**
   * Returns an estimate of the canonical text's length in bytes, a little more than the length of
   * the body.
   */
  int expected() {
    return (int) Math.min(length + length / 16, Integer.MAX_VALUE / 2);
  }

  @Override
  public void close() {
    room.give(taken);
    taken = 0;
  }
}
