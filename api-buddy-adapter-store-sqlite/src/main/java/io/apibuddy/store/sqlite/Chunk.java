package io.apibuddy.store.sqlite;

/** A chunk of content as it is stored. */
final class Chunk {
  private final byte[] data;
  private final Coding coding;

  /** Takes over {@code data}, which is encoded with {@code coding}. */
  Chunk(byte[] data, Coding coding) {
    this.data = data;
    this.coding = coding;
  }

  /** Returns the stored bytes, which must not be modified. */
  byte[] data() {
    return data;
  }

  Coding coding() {
    return coding;
  }

  /** Returns the checksum of the chunk and its place, so that a misplaced chunk is detected too. */
  long checksum(long entry, long sequence) {
    Checksum sum = new Checksum().add(entry).add(sequence).add(data);
    // Plain chunks keep the checksum that they had before there were codings.
    return coding == Coding.PLAIN ? sum.value() : sum.add((long) coding.mark()).value();
  }
}
