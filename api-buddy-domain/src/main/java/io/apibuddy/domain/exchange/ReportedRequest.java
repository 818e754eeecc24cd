package io.apibuddy.domain.exchange;

import org.jspecify.annotations.Nullable;

/** The description of a request that is reported at the end of its exchange. */
interface ReportedRequest {

  Exchange.Stamp stamp();

  /** Returns the alias of the request's mapping, null if it goes to none. */
  @Nullable String alias();

  String method();

  /** Returns the requested path with credentials masked; computed on every call. */
  String shownPath();

  /** A request that goes to no mapping. */
  record Unmapped(Exchange.Stamp stamp, String method, String shownPath)
      implements ReportedRequest {

    @Override
    public @Nullable String alias() {
      return null;
    }
  }
}
