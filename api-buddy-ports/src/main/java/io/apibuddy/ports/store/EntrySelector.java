package io.apibuddy.ports.store;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Selects entries of a store. */
public sealed interface EntrySelector {

  /** Selects all entries. */
  EntrySelector ALL = new All();

  /** Returns a selector for the entries of one alias, or for all entries if the alias is null. */
  static EntrySelector ofDomain(@Nullable String domain) {
    return domain == null ? ALL : new ByDomain(domain);
  }

  /**
   * Returns whether this selector covers an entry that is not visible yet. {@link ById} never does,
   * since only visible entries have a name.
   */
  boolean covers(CacheKey key);

  /** Selects all entries. */
  record All() implements EntrySelector {
    @Override
    public boolean covers(CacheKey key) {
      return true;
    }
  }

  /**
   * Selects all entries of one alias.
   *
   * @param domain the alias
   */
  record ByDomain(String domain) implements EntrySelector {
    /** Rejects null. */
    public ByDomain {
      Objects.requireNonNull(domain, "domain");
    }

    @Override
    public boolean covers(CacheKey key) {
      return key.domain().equals(domain);
    }
  }

  /**
   * Selects all entries with one method and URL, regardless of the other parts of their keys (for
   * invalidation, RFC 9111 section 4.4).
   *
   * @param domain the alias
   * @param method the method of the stored requests
   * @param target path and query as in {@link CacheKey#target}
   */
  record ByTarget(String domain, String method, String target) implements EntrySelector {
    /** Rejects null. */
    public ByTarget {
      Objects.requireNonNull(domain, "domain");
      Objects.requireNonNull(method, "method");
      Objects.requireNonNull(target, "target");
    }

    @Override
    public boolean covers(CacheKey key) {
      return key.domain().equals(domain)
          && key.method().equals(method)
          && key.target().equals(target);
    }
  }

  /**
   * Selects one entry.
   *
   * @param id the name of the entry
   */
  record ById(EntryId id) implements EntrySelector {
    /** Rejects null. */
    public ById {
      Objects.requireNonNull(id, "id");
    }

    @Override
    public boolean covers(CacheKey key) {
      return false;
    }
  }
}
