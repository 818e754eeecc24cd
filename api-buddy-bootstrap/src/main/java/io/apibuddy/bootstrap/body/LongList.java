package io.apibuddy.bootstrap.body;

import java.util.Arrays;

/** A growing list of primitive {@code long} values. */
final class LongList {
  private static final int INITIAL_CAPACITY = 64;

  private final DocumentMemory memory;
  private long[] values = new long[INITIAL_CAPACITY];
  private int size;

  LongList(DocumentMemory memory) {
    this.memory = memory;
    memory.reserve(INITIAL_CAPACITY * Long.BYTES);
  }

  int size() {
    return size;
  }

  void add(long value) {
    if (size == values.length) {
      int grown = size + size / 2;
      memory.reserve((long) grown * Long.BYTES);
      values = Arrays.copyOf(values, grown);
      memory.release((long) size * Long.BYTES);
    }
    values[size++] = value;
  }

  long get(int index) {
    return values[index];
  }

  void set(int index, long value) {
    values[index] = value;
  }

  long removeLast() {
    return values[--size];
  }

  void truncate(int length) {
    size = length;
  }
}
