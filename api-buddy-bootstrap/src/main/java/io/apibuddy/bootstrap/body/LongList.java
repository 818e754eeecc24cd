package io.apibuddy.bootstrap.body;

import java.util.Arrays;

/** A growing list of numbers without boxes. */
final class LongList {
  private long[] values = new long[64];
  private int size;

  int size() {
    return size;
  }

  void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
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
