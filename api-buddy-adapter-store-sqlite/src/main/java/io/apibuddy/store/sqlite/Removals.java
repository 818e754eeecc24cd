package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoredRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The removals that are not complete in the tables yet. Only the latest removal of each selection
 * is kept, and checking a row takes constant time however many there are. Immutable.
 */
final class Removals {
  /** The columns that determine whether a row is hidden. */
  static final String COLUMNS = "id, domain, key_method, target";

  private static final Selection ALL = new Selection(null, null, null, null);

  private final Map<Selection, Removal> latest;

  Removals(Collection<Removal> removals) {
    this.latest = new HashMap<>();
    removals.forEach(this::add);
  }

  private void add(Removal removal) {
    latest.merge(
        removal.selection(), removal, (one, other) -> one.number() > other.number() ? one : other);
  }

  /** Returns a copy with one more removal. */
  Removals with(Removal removal) {
    Removals more = new Removals(latest.values());
    more.add(removal);
    return more;
  }

  /** Returns a copy without a removal, unless a later one has taken its place. */
  Removals without(Removal removal) {
    Removals fewer = new Removals(latest.values());
    fewer.latest.remove(removal.selection(), removal);
    return fewer;
  }

  boolean contains(Removal removal) {
    return removal.equals(latest.get(removal.selection()));
  }

  boolean isEmpty() {
    return latest.isEmpty();
  }

  /** Returns whether a removal of this single entry is pending. */
  boolean removes(long id) {
    return latest.containsKey(ofEntry(id));
  }

  boolean hide(EntryRow row) {
    StoredRequest request = row.response().request();
    return hide(row.id(), request.domain(), row.keyMethod(), request.target());
  }

  /**
   * Returns whether the current row, with {@link #COLUMNS} from {@code column} on, is hidden. While
   * removals are pending, damaged rows that lack one of these columns count as hidden.
   */
  boolean hide(ResultSet row, int column) throws SQLException {
    if (isEmpty()) {
      return false;
    }
    @Nullable String domain = row.getString(column + 1);
    @Nullable String keyMethod = row.getString(column + 2);
    @Nullable String target = row.getString(column + 3);
    return domain == null
        || keyMethod == null
        || target == null
        || hide(row.getLong(column), domain, keyMethod, target);
  }

  private boolean hide(long id, String domain, String keyMethod, String target) {
    return !isEmpty()
        && (covers(ALL, id)
            || covers(new Selection(domain, null, null, null), id)
            || covers(new Selection(domain, keyMethod, target, null), id)
            || covers(ofEntry(id), id));
  }

  private static Selection ofEntry(long id) {
    return new Selection(null, null, null, id);
  }

  private boolean covers(Selection selection, long id) {
    @Nullable Removal removal = latest.get(selection);
    return removal != null && id <= removal.barrier();
  }
}
