package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.StoredRequest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.rocksdb.RocksDBException;

/**
 * Ranks entries by how much their request is like another: same domain and method first, then the
 * longest common beginning of the target, then the newest.
 */
final class Similarity {
  /** How many of the newest entries are looked at, so that a call has an end. */
  private static final int SCOPE = 20_000;

  private record Rank(Place place, boolean sameKind, int commonPrefix) {
    static final Comparator<Rank> BEST_FIRST =
        Comparator.comparing(Rank::sameKind)
            .thenComparingInt(Rank::commonPrefix)
            .thenComparingLong(rank -> rank.place().number())
            .reversed();
  }

  private final Heads heads;

  Similarity(Heads heads) {
    this.heads = heads;
  }

  /** Returns where the selected entries lie, those most like {@code model} first. */
  List<Place> rank(
      Database database, EntrySelector selector, List<byte[]> domains, StoredRequest model)
      throws RocksDBException {
    List<Rank> ranks = new ArrayList<>();
    for (Place place : Selected.newest(database, selector, domains, Long.MAX_VALUE, SCOPE)) {
      Optional<ByteBuffer> content = heads.content(database, place);
      if (content.isPresent()) {
        ranks.add(rank(place, new RecordReader(content.get()), model));
      }
    }
    ranks.sort(Rank.BEST_FIRST);
    return ranks.stream().map(Rank::place).toList();
  }

  private static Rank rank(Place place, RecordReader entry, StoredRequest model) {
    boolean sameMethod = entry.text().equals(model.method());
    int common = commonPrefix(entry.text(), model.target());
    return new Rank(place, sameMethod && place.domain().equals(model.domain()), common);
  }

  private static int commonPrefix(String one, String other) {
    int most = Math.min(one.length(), other.length());
    int common = 0;
    while (common < most && one.charAt(common) == other.charAt(common)) {
      common++;
    }
    return common;
  }
}
