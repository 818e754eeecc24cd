package io.apibuddy.store.sqlite;

/** A chunk of content as it is kept. */
final class Chunk {
  private final byte[] data;
  private final Coding coding;

  /** Takes over {@code data}, to which {@code coding} was done. */
  Chunk(byte[] data, Coding coding) {
    this.data = data;
    this.coding = coding;
  }

  /** Returns its bytes as they lie in the tables, to be read only. */
  byte[] data() {
    return data;
  }

  Coding coding() {
    return coding;
  }

  /** Returns the sum of the chunk and its place, so that a misplaced chunk is noticed too. */
  long checksum(long entry, long sequence) {
    Checksum sum = new Checksum().add(entry).add(sequence).add(data);
    // Chunks were not marked at first: what is plain keeps the sum it had.
    return coding == Coding.PLAIN ? sum.value() : sum.add((long) coding.mark()).value();
  }
}
