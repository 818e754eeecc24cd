package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.local.RecordReader;
import io.apibuddy.ports.store.local.RecordWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries under one key, the latest commit first: a row of {@link ColumnFamily#KEYS}.
 * Immutable.
 *
 * @param entries the number, and a hash of the variant, of each entry
 */
record Slots(List<Slot> entries) {
  static final Slots NONE = new Slots(List.of());

  /** One entry. Equal variants have equal hashes; different ones may, too. */
  record Slot(long number, int variantHash) {}

  /** Copies the list. */
  Slots {
    entries = List.copyOf(entries);
  }

  static Slots decode(byte @Nullable [] row) {
    if (row == null) {
      return NONE;
    }
    List<Slot> entries = new ArrayList<>();
    RecordReader in = new RecordReader(row);
    while (in.hasMore()) {
      entries.add(new Slot(in.longValue(), in.intValue()));
    }
    return new Slots(entries);
  }

  byte[] encode() {
    RecordWriter out = new RecordWriter();
    entries.forEach(slot -> out.add(slot.number()).add(slot.variantHash()));
    return out.bytes();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Returns the numbers of the entries that may have the given variant. */
  List<Long> possibleMatches(String variant) {
    return entries.stream()
        .filter(slot -> slot.variantHash() == variant.hashCode())
        .map(Slot::number)
        .toList();
  }

  Slots withFirst(long number, String variant) {
    List<Slot> changed = new ArrayList<>();
    changed.add(new Slot(number, variant.hashCode()));
    changed.addAll(entries);
    return new Slots(changed);
  }

  Slots without(long number) {
    return new Slots(entries.stream().filter(slot -> slot.number() != number).toList());
  }
}
