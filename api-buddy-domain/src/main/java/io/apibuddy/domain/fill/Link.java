package io.apibuddy.domain.fill;

import org.jspecify.annotations.Nullable;

/**
 * A fill's node in the chain of fills with the same key, the latest asked first. The chain is
 * changed under a lock for the key and traversed without it: a traversal can continue from a
 * removed link.
 */
final class Link {
  private volatile @Nullable Fill fill;
  private volatile @Nullable Link next;
  private @Nullable Link previous;

  /** Creates the link of a fill, in front of the other links, if there are any. */
  Link(Fill fill, @Nullable Link others) {
    this.fill = fill;
    this.next = others;
    if (others != null) {
      others.previous = this;
    }
  }

  /** Returns the fill, null once the link is removed. */
  @Nullable Fill fill() {
    return fill;
  }

  @Nullable Link next() {
    return next;
  }

  /**
   * Removes this link from its chain.
   *
   * @param first the first link of the chain
   * @return the first link of the rest, null if the chain is empty now
   */
  @Nullable Link takeOut(Link first) {
    Link before = previous;
    Link after = next;
    fill = null;
    if (after != null) {
      after.previous = before;
    }
    if (before == null) {
      return after;
    }
    before.next = after;
    return first;
  }
}
