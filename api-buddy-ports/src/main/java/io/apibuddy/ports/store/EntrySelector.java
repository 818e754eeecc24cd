package io.apibuddy.ports.store;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says which entries are meant. */
public sealed interface EntrySelector {

  /** Every entry. */
  EntrySelector ALL = new All();

  /** Returns the entries of one alias, those of all if it is null. */
  static EntrySelector ofDomain(@Nullable String domain) {
    return domain == null ? ALL : new ByDomain(domain);
  }

  /**
   * Returns whether an entry that is not visible yet belongs to the selection; {@link ById} never
   * does, since only visible entries have a name.
   */
  boolean covers(CacheKey key);

  /** Every entry. */
  record All() implements EntrySelector {
    @Override
    public boolean covers(CacheKey key) {
      return true;
    }
  }

  /**
   * All entries of one alias.
   *
   * @param domain the alias
   */
  record ByDomain(String domain) implements EntrySelector {
    /** Refuses null. */
    public ByDomain {
      Objects.requireNonNull(domain, "domain");
    }

    @Override
    public boolean covers(CacheKey key) {
      return key.domain().equals(domain);
    }
  }

  /**
   * All entries of one URL and method, whatever else separates them (invalidation, RFC 9111 section
   * 4.4).
   *
   * @param domain the alias
   * @param method the method of the stored requests
   * @param target path and query as {@link CacheKey#target} has them
   */
  record ByTarget(String domain, String method, String target) implements EntrySelector {
    /** Refuses null. */
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
   * One entry.
   *
   * @param id its name
   */
  record ById(EntryId id) implements EntrySelector {
    /** Refuses null. */
    public ById {
      Objects.requireNonNull(id, "id");
    }

    @Override
    public boolean covers(CacheKey key) {
      return false;
    }
  }
}
