package io.apibuddy.store.rocksdb;

import java.util.ArrayList;
import java.util.List;

/**
 * Unreachable chunks of one entry or of a range of entries, which are to be deleted.
 *
 * @param families the families that may hold them
 * @param domain the domain of their entries
 * @param first the lowest number among the entries
 * @param last the highest number among the entries
 * @param chunks the number of chunks of one entry in each family, or {@link #UNKNOWN}
 */
record UnreachableChunks(
    List<ColumnFamily> families, String domain, long first, long last, long chunks) {
  private static final long UNKNOWN = -1;

  /** Requires that {@code first} is not above {@code last}. */
  UnreachableChunks {
    families = List.copyOf(families);
    if (first > last) {
      throw new IllegalArgumentException(first + " comes after " + last);
    }
  }

  /** Covers all chunks of one entry, whose number in each family is known. */
  UnreachableChunks(List<ColumnFamily> families, Place place, long chunks) {
    this(families, place.domain(), place.number(), place.number(), chunks);
  }

  /** Returns all chunks of one entry, in any family and of any number. */
  static UnreachableChunks unknown(Place place) {
    return new UnreachableChunks(Chunks.FAMILIES, place, UNKNOWN);
  }

  static UnreachableChunks upTo(String domain, long last) {
    return new UnreachableChunks(Chunks.FAMILIES, domain, 0, last, UNKNOWN);
  }

  boolean isOneEntry() {
    return first == last;
  }

  /** Returns these chunks without those of some entries, whose numbers are in ascending order. */
  List<UnreachableChunks> without(List<Long> numbers) {
    if (numbers.isEmpty()) {
      return List.of(this);
    }
    List<UnreachableChunks> gaps = new ArrayList<>();
    long from = first;
    for (long number : numbers) {
      if (from < number) {
        gaps.add(new UnreachableChunks(families, domain, from, number - 1, UNKNOWN));
      }
      from = number + 1;
    }
    if (from <= last) {
      gaps.add(new UnreachableChunks(families, domain, from, last, UNKNOWN));
    }
    return gaps;
  }

  boolean covers(Place place) {
    return place.number() >= first && place.number() <= last && place.domain().equals(domain);
  }
}
