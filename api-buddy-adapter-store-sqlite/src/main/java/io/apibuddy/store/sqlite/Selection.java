package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.StoredRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a selector means: those that match every part that is not null. Without any part,
 * it means all rows.
 *
 * @param domain the alias
 * @param keyMethod the method in the key
 * @param target path and query
 * @param id the number of the entry
 */
record Selection(
    @Nullable String domain,
    @Nullable String keyMethod,
    @Nullable String target,
    @Nullable Long id) {

  static Selection of(EntrySelector selector) {
    if (selector instanceof EntrySelector.ByDomain by) {
      return new Selection(by.domain(), null, null, null);
    }
    if (selector instanceof EntrySelector.ByTarget by) {
      return new Selection(by.domain(), by.method(), by.target(), null);
    }
    if (selector instanceof EntrySelector.ById by) {
      return new Selection(null, null, null, EntryNumbers.parse(by.id()));
    }
    return new Selection(null, null, null, null);
  }

  boolean covers(EntryRow row) {
    StoredRequest request = row.response().request();
    return matches(domain, request.domain())
        && matches(keyMethod, row.keyMethod())
        && matches(target, request.target())
        && matches(id, row.id());
  }

  /** Returns this selection as an SQL condition. */
  SqlCondition condition() {
    List<String> terms = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    term(terms, values, "domain", domain);
    term(terms, values, "key_method", keyMethod);
    term(terms, values, "target", target);
    term(terms, values, "id", id);
    return new SqlCondition(terms.isEmpty() ? "1" : String.join(" AND ", terms), values);
  }

  private static void term(
      List<String> terms, List<Object> values, String column, @Nullable Object value) {
    if (value != null) {
      terms.add(column + " = ?");
      values.add(value);
    }
  }

  private static boolean matches(@Nullable Object wanted, Object found) {
    return wanted == null || wanted.equals(found);
  }
}
