package io.apibuddy.domain.exchange;

import org.jspecify.annotations.Nullable;

/** What is told of a request when its exchange has ended. */
interface Asked {

  Exchange.Stamp stamp();

  /** Returns the mapping it goes to, null if it goes to none. */
  @Nullable String alias();

  String method();

  /** Returns what it asks for, credentials masked; worked out anew by each call. */
  String shownPath();

  /** One that goes to no mapping. */
  record Unmapped(Exchange.Stamp stamp, String method, String shownPath) implements Asked {

    @Override
    public @Nullable String alias() {
      return null;
    }
  }
}
