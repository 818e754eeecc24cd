package io.apibuddy.domain.fill;

import org.jspecify.annotations.Nullable;

/**
 * A fill's place in the chain of those of its key, the latest asked first. The chain is changed
 * under a lock of the key's and walked without: who stands on a link that is taken out goes on from
 * it.
 */
final class Link {
  private volatile @Nullable Fill fill;
  private volatile @Nullable Link next;
  private @Nullable Link previous;

  /** Puts a fill in front of the others, if there are any. */
  Link(Fill fill, @Nullable Link others) {
    this.fill = fill;
    this.next = others;
    if (others != null) {
      others.previous = this;
    }
  }

  /** Returns the fill, null if it was taken out. */
  @Nullable Fill fill() {
    return fill;
  }

  @Nullable Link next() {
    return next;
  }

  /**
   * Takes the fill out.
   *
   * @param first the first of the chain
   * @return the first of what is left, null if that is nothing
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
