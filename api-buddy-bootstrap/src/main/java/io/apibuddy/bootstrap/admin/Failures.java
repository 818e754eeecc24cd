package io.apibuddy.bootstrap.admin;

import io.apibuddy.ports.admin.AdminException;

/** Errors that several endpoints answer with. */
final class Failures {

  private Failures() {}

  /** Returns that something about the request is wrong. */
  static AdminException badRequest(String detail) {
    return new AdminException(400, "bad_request", "Bad request", detail);
  }

  /** Returns that there is no such mapping. */
  static AdminException unknownAlias(String alias, Iterable<String> known) {
    return new AdminException(
        404,
        "unknown_alias",
        "Unknown alias",
        "There is no mapping named " + alias + ". Known: " + String.join(", ", known) + ".");
  }
}
